package io.churnops.monitoring.drift;

import io.churnops.kit.problem.ProblemException;
import io.churnops.monitoring.drift.Baselines.VersionId;
import java.time.Instant;
import org.springframework.http.HttpStatus;

/** Why there is no drift to report. */
final class DriftException extends ProblemException {

  private DriftException(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static DriftException noChampion(String model) {
    return new DriftException(
        HttpStatus.NOT_FOUND,
        "no-champion",
        "No champion",
        "Model '%s' has no champion and no prediction in the period; name a version, or promote one."
            .formatted(model));
  }

  static DriftException unknownVersion(VersionId id) {
    return new DriftException(
        HttpStatus.NOT_FOUND,
        "unknown-version",
        "Unknown version",
        "The registry has no %s with a baseline that can be read.".formatted(id));
  }

  static DriftException unknownPeriod() {
    return new DriftException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "unknown-period",
        "Unknown period",
        "A period must lie between the years 1970 and 9999.");
  }

  static DriftException emptyPeriod(Instant from, Instant to) {
    return new DriftException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "empty-period",
        "Empty period",
        "The period ends at %s, not after its start %s.".formatted(to, from));
  }
}
