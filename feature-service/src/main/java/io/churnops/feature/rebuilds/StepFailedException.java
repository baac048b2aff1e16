package io.churnops.feature.rebuilds;

import java.util.UUID;

/** A step of a rebuild could not be done. */
final class StepFailedException extends RuntimeException {

  private final UUID rebuildId;

  StepFailedException(UUID rebuildId, RuntimeException cause) {
    super(String.valueOf(cause.getMessage()), cause);
    this.rebuildId = rebuildId;
  }

  UUID rebuildId() {
    return rebuildId;
  }
}
