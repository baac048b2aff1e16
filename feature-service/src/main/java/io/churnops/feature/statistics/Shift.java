package io.churnops.feature.statistics;

import io.churnops.features.engine.ColumnType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a column has moved from one table to another: counts both tables' values in bins that
 * follow from the first, and tells the population stability index.
 */
public final class Shift {

  private static final double[] DECILES = {.1, .2, .3, .4, .5, .6, .7, .8, .9};
  private static final int MISSING = 0;

  /** Each bin gets so much, so that a bin that is empty on one side still has a logarithm. */
  private static final double SMOOTHING = 0.5;

  private final double[] borders;
  private final Map<String, Integer> categories;
  private final long[] base;
  private final long[] other;

  private Shift(double[] borders, Map<String, Integer> categories) {
    this.borders = borders;
    this.categories = categories;
    int bins = categories.isEmpty() ? borders.length + 2 : categories.size() + 2;
    this.base = new long[bins];
    this.other = new long[bins];
  }

  /** Bins that follow from the statistics of the first table. */
  public static Shift from(TableStatistics.Column column) {
    if (column.type() == ColumnType.CATEGORY) {
      Map<String, Integer> bins = new HashMap<>();
      if (column.top() != null) {
        column.top().forEach(frequency -> bins.put(frequency.value(), bins.size() + 2));
      }
      return new Shift(new double[0], bins);
    }
    return new Shift(deciles(column.quantiles()), Map.of());
  }

  /** The deciles among the quantiles, each once. */
  private static double[] deciles(@Nullable List<TableStatistics.Quantile> quantiles) {
    if (quantiles == null) {
      return new double[0];
    }
    return quantiles.stream()
        .filter(quantile -> Arrays.binarySearch(DECILES, quantile.share()) >= 0)
        .mapToDouble(TableStatistics.Quantile::value)
        .sorted()
        .distinct()
        .toArray();
  }

  /** Counts a value: null, a {@link Double} or a {@link String}. */
  public void add(@Nullable Object value, boolean isBase) {
    (isBase ? base : other)[bin(value)]++;
  }

  /** 0 is missing; of categories, 1 is what the base's frequent ones do not name. */
  private int bin(@Nullable Object value) {
    return switch (value) {
      case null -> MISSING;
      case Double number -> 1 + firstNotBelow(number);
      default -> categories.getOrDefault((String) value, 1);
    };
  }

  /** The first border that the number does not exceed, or behind the last. */
  private int firstNotBelow(double number) {
    int found = Arrays.binarySearch(borders, number);
    return found >= 0 ? found : -found - 1;
  }

  /** The index: 0 where nothing moved. */
  public double psi() {
    double bases = Arrays.stream(base).sum() + SMOOTHING * base.length;
    double others = Arrays.stream(other).sum() + SMOOTHING * other.length;
    double psi = 0;
    for (int bin = 0; bin < base.length; bin++) {
      double before = (base[bin] + SMOOTHING) / bases;
      double after = (other[bin] + SMOOTHING) / others;
      psi += (after - before) * Math.log(after / before);
    }
    return psi;
  }
}
