package io.churnops.training.registry;

import java.time.Instant;

/** What somebody said of a version before it may become the champion. */
public record Approval(Verdict verdict, Instant decidedAt, String decidedBy, String reason) {

  /** What can be said. */
  public enum Verdict {
    APPROVED,
    REJECTED
  }

  public boolean approves() {
    return verdict == Verdict.APPROVED;
  }
}
