package io.churnops.forest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a tree may cut a column of numbers. */
public enum Splitting {
  /** Between at most 256 bins that hold about as many rows each. */
  @JsonProperty("histogram")
  HISTOGRAM,
  /** Between any two values; slower and larger, for comparison and small tables. */
  @JsonProperty("exact")
  EXACT
}
