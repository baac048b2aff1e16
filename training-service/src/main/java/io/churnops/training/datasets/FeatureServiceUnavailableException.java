package io.churnops.training.datasets;

import org.jspecify.annotations.Nullable;

/** feature-service gave no answer; asking later may help. */
public final class FeatureServiceUnavailableException extends RuntimeException {

  FeatureServiceUnavailableException(String detail, @Nullable Throwable cause) {
    super(detail, cause);
  }
}
