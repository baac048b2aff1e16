package io.churnops.training.runs;

/** The run that a worker works on is over, or somebody else's: nothing may come of it here. */
final class RunOverException extends RuntimeException {

  RunOverException(RunQueue.Claim claim) {
    super("Run %s is no longer in attempt %d".formatted(claim.runId(), claim.attempt()));
  }
}
