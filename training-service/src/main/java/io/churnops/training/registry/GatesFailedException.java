package io.churnops.training.registry;

import io.churnops.kit.problem.ProblemException;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** A version may not become the champion; the report says which gates it does not pass. */
public final class GatesFailedException extends ProblemException {

  GatesFailedException(GateReport report) {
    super(
        HttpStatus.CONFLICT,
        "gates-failed",
        "Gates failed",
        "Version %d of model '%s' does not become the champion. %s"
            .formatted(report.version(), report.modelName(), report.refusal()),
        Map.of("reportId", report.reportId(), "gates", report.gates()),
        null);
  }
}
