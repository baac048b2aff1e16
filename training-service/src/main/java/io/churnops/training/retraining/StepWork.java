package io.churnops.training.retraining;

/**
 * How one step is done. It may be asked again and again, after a stop of the service as well, and
 * then must do nothing twice.
 */
interface StepWork {

  Step step();

  /**
   * Does the step, or looks how far it is.
   *
   * @throws io.churnops.training.datasets.FeatureServiceUnavailableException when it has to wait
   */
  StepOutcome advance(Retraining retraining, RetrainingStep step);
}
