package io.churnops.training.retraining;

import java.util.Map;

/** What a look at a step brought. */
sealed interface StepOutcome {

  /** It goes on elsewhere; looked at again soon. */
  record Waiting(Map<String, Object> progress, String reason) implements StepOutcome {}

  /** It is done, with what the steps after it need. */
  record Done(Map<String, Object> result, String reason) implements StepOutcome {}

  /** Nothing was to do. */
  record Skipped(String reason) implements StepOutcome {}

  /** It was judged, and the judgement ends the retraining. */
  record Refused(Map<String, Object> result, String code, String reason) implements StepOutcome {}

  /** It cannot be done; doing it again may help only when something else has changed. */
  record Failed(String code, String reason) implements StepOutcome {}
}
