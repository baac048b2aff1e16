package io.churnops.forest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row whose values are listed as numbers, strings and nulls. */
record ListedRow(List<@Nullable Object> values) implements FeatureRow {

  static ListedRow of(List<? extends @Nullable Object> values) {
    var copy = new ArrayList<@Nullable Object>(values.size());
    for (Object value : values) {
      if (value != null && !(value instanceof Number) && !(value instanceof String)) {
        throw new InvalidInputException(
            "column " + copy.size() + " holds " + value.getClass().getSimpleName() + ": " + value);
      }
      copy.add(value);
    }
    return new ListedRow(Collections.unmodifiableList(copy));
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public boolean isMissing(int column) {
    return values.get(column) == null;
  }

  @Override
  public double number(int column) {
    if (values.get(column) instanceof Number number) {
      return number.doubleValue();
    }
    throw new InvalidInputException("column " + column + " holds no number: " + values.get(column));
  }

  @Override
  public String category(int column) {
    if (values.get(column) instanceof String category) {
      return category;
    }
    throw new InvalidInputException(
        "column " + column + " holds no category: " + values.get(column));
  }
}
