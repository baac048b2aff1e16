package io.churnops.forest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the splits of a forest send rows whose value is missing. */
public enum MissingValues {
  /**
   * To the side where impurity falls more, found at each split; to the lower one where both are
   * level, and where no row of the node lacks the value.
   */
  @JsonProperty("learned")
  LEARNED,
  /** With the lowest values. */
  @JsonProperty("low")
  LOW
}
