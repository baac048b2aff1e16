package io.churnops.training.retraining;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a version that was trained. */
enum PromotePolicy {
  /** It is registered and judged, and no alias moves. */
  @JsonProperty("never")
  NEVER,
  /** It becomes the champion if the gates let it. */
  @JsonProperty("if_better")
  IF_BETTER
}
