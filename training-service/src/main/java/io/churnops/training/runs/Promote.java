package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a trained model becomes the champion. */
enum Promote {
  @JsonProperty("never")
  NEVER,
  @JsonProperty("always")
  ALWAYS,
  /** When it beats the champion beyond chance on the same newest rows, or there is none. */
  @JsonProperty("if_better")
  IF_BETTER
}
