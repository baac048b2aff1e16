package io.churnops.serving.features;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a customer at the moment of scoring. */
public sealed interface CustomerFeatures {

  /**
   * The values of the model's inputs.
   *
   * @param values in the order of the inputs: a {@link Double}, a {@link String}, or null for a
   *     feature without a value
   * @param asOf the moment the features were evaluated for; later events did not count
   * @param degraded what was not as it should be, empty when nothing was
   */
  record Known(List<@Nullable Object> values, Instant asOf, List<String> degraded)
      implements CustomerFeatures {

    public Known {
      values = Collections.unmodifiableList(new ArrayList<>(values));
      degraded = List.copyOf(degraded);
    }
  }

  /** No event of the customer was ever seen. */
  record UnknownCustomer() implements CustomerFeatures {}

  /** Neither store could be asked. */
  record Unavailable() implements CustomerFeatures {}
}
