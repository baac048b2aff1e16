package io.churnops.forest.artefact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature row and the score the model must give it.
 *
 * @param values numbers, strings and nulls (missing), in the order of the inputs
 */
record ReferenceVector(List<@Nullable Object> values, double score) {

  ReferenceVector {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
