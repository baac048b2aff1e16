package io.churnops.features.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of a view's columns for one customer at one moment. A value is NULL, a finite double
 * or a category. Two vectors are equal when their columns are and their values are to the bit.
 */
public final class FeatureVector {

  private final List<FeatureColumn> columns;
  private final @Nullable Object[] values;

  private FeatureVector(List<FeatureColumn> columns, @Nullable Object[] values) {
    this.columns = columns;
    this.values = values;
  }

  /**
   * A vector of given values.
   *
   * @param values per column: null, a finite {@link Number} for a NUMBER, a {@link String} for a
   *     CATEGORY
   * @throws IllegalArgumentException if a value does not fit its column
   */
  public static FeatureVector of(
      List<FeatureColumn> columns, List<? extends @Nullable Object> values) {
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException(
          values.size() + " values given for " + columns.size() + " columns");
    }
    @Nullable Object[] fitted = new Object[columns.size()];
    for (int i = 0; i < fitted.length; i++) {
      fitted[i] = fit(columns.get(i), values.get(i));
    }
    return new FeatureVector(List.copyOf(columns), fitted);
  }

  /** A vector of values that are known to fit; it owns the array. */
  static FeatureVector ofFitting(List<FeatureColumn> columns, @Nullable Object[] values) {
    return new FeatureVector(columns, values);
  }

  private static @Nullable Object fit(FeatureColumn column, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number number
          when column.type() == ColumnType.NUMBER && Double.isFinite(number.doubleValue()) ->
          number.doubleValue();
      case String category when column.type() == ColumnType.CATEGORY -> category;
      default ->
          throw new IllegalArgumentException(
              column.name() + " is a " + column.type() + " and cannot hold " + value);
    };
  }

  public List<FeatureColumn> columns() {
    return columns;
  }

  public int size() {
    return values.length;
  }

  public boolean isNull(int column) {
    return values[column] == null;
  }

  /**
   * The value of a NUMBER column.
   *
   * @throws IllegalStateException if it is NULL or a category; ask {@link #isNull} first
   */
  public double number(int column) {
    if (values[column] instanceof Double number) {
      return number;
    }
    throw new IllegalStateException(columns.get(column) + " holds no number: " + values[column]);
  }

  /**
   * The value of a CATEGORY column, null when NULL.
   *
   * @throws IllegalStateException if the column is a NUMBER
   */
  public @Nullable String category(int column) {
    if (columns.get(column).type() == ColumnType.NUMBER) {
      throw new IllegalStateException(columns.get(column) + " holds no category");
    }
    return (String) values[column];
  }

  /** The value of any column: null, a {@link Double} or a {@link String}. */
  public @Nullable Object value(int column) {
    return values[column];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FeatureVector that
        && columns.equals(that.columns)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(columns, Arrays.hashCode(values));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("FeatureVector[");
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ").append(columns.get(i).name()).append('=').append(values[i]);
    }
    return text.append(']').toString();
  }
}
