package io.churnops.feature.rebuilds;

import java.util.UUID;
import org.springframework.dao.DataAccessException;

/** A step of a rebuild could not be done. */
final class StepFailedException extends RuntimeException {

  private final UUID rebuildId;

  StepFailedException(UUID rebuildId, RuntimeException cause) {
    super(String.valueOf(cause.getMessage()), cause);
    this.rebuildId = rebuildId;
  }

  /** What can be told to callers; the log says more. */
  String reason() {
    return getCause() instanceof DataAccessException
        ? "A store did not answer; the step is tried again."
        : "A step failed for a reason inside the service; its log says why. It is tried again.";
  }

  UUID rebuildId() {
    return rebuildId;
  }
}
