package io.churnops.training.retraining;

import java.util.Map;
import java.util.function.Supplier;

/** What a look at a step brought. */
sealed interface StepOutcome {

  /** It goes on elsewhere; looked at again soon. */
  record Waiting(Map<String, Object> progress, String reason) implements StepOutcome {}

  /**
   * It comes of an act in the transaction that keeps it: both or neither, and neither once the
   * retraining is over.
   */
  record Atomic(Supplier<StepOutcome> act) implements StepOutcome {}

  /** It is done, with what the steps after it need. */
  record Done(Map<String, Object> result, String reason) implements StepOutcome {}

  /** Nothing was to do. */
  record Skipped(String reason) implements StepOutcome {}

  /** It was judged, and the judgement ends the retraining. */
  record Refused(Map<String, Object> result, String code, String reason) implements StepOutcome {}

  /** It cannot be done; doing it again may help only when something else has changed. */
  record Failed(String code, String reason) implements StepOutcome {}
}
