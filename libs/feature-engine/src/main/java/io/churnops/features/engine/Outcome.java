package io.churnops.features.engine;

/** What a label says of a customer at a cutoff. */
public enum Outcome {
  /** What the label looks for came in time. */
  STAYED,
  /** The horizon passed without it. */
  CHURNED,
  /** The horizon has not passed, or the log does not reach so far: nothing can be said yet. */
  IMMATURE,
  /** The question is not asked of this customer at this cutoff. */
  INELIGIBLE
}
