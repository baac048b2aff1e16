package io.churnops.forest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The feature values of one customer at one moment, in the order of the model's inputs. An adapter
 * over whatever holds them: a line of a file, a vector of the feature engine, a request.
 */
public interface FeatureRow {

  /** The number of columns. */
  int size();

  /** Whether the column has no value. */
  boolean isMissing(int column);

  /**
   * The value of a column of numbers that is not missing.
   *
   * @throws InvalidInputException if the column holds something else
   */
  double number(int column);

  /**
   * The value of a column of categories that is not missing.
   *
   * @throws InvalidInputException if the column holds something else
   */
  String category(int column);

  /** A row of numbers, strings and nulls (missing), copied. */
  static FeatureRow of(List<? extends @Nullable Object> values) {
    return ListedRow.of(values);
  }
}
