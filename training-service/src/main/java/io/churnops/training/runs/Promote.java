package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a trained model becomes the champion. */
enum Promote {
  @JsonProperty("never")
  NEVER,
  /** Whatever the gates say. */
  @JsonProperty("always")
  ALWAYS,
  /** When it passes the gates. */
  @JsonProperty("if_better")
  IF_BETTER
}
