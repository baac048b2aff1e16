package io.churnops.training.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the points to try are found. */
public enum SearchMethod {
  /** Every point of a grid over the ranges. */
  @JsonProperty("grid")
  GRID,
  /** Points drawn at random from the ranges. */
  @JsonProperty("random")
  RANDOM,
  /** Points that a model of the trials so far expects most of. */
  @JsonProperty("bayesian")
  BAYESIAN
}
