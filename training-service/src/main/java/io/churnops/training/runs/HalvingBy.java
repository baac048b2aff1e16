package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Of what a trial gets a part before it gets the whole. */
enum HalvingBy {
  @JsonProperty("trees")
  TREES,
  @JsonProperty("rows")
  ROWS
}
