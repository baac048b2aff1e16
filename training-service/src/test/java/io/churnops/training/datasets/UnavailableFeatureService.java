package io.churnops.training.datasets;

/** A feature-service that gives no answer. */
public final class UnavailableFeatureService {

  private UnavailableFeatureService() {}

  /** What whoever asks it is told. */
  public static RuntimeException trouble() {
    return new FeatureServiceUnavailableException("feature-service gave no answer", null);
  }
}
