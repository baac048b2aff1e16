package io.churnops.feature.statistics;

import io.churnops.feature.statistics.TableStatistics.Histogram;
import io.churnops.feature.statistics.TableStatistics.Quantile;
import io.churnops.features.engine.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums up a column of numbers, with the running moments of Welford and Chan. */
final class NumberSummary implements ColumnSummary {

  private static final double[] SHARES = {
    .01, .05, .1, .2, .25, .3, .4, .5, .6, .7, .75, .8, .9, .95, .99
  };
  private static final int BINS = 20;

  private final String name;
  private final LabelSample labels;
  private final DistinctNumbers distinct = new DistinctNumbers();
  private double[] sample;
  private int sampled;
  private long values;
  private long missing;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double mean;
  private double squares;

  private long labelled;
  private double labelledMean;
  private double labelMean;
  private double labelledSquares;
  private double labelSquares;
  private double products;

  NumberSummary(String name, LabelSample labels, int expected) {
    this.name = name;
    this.sample = new double[Math.max(16, expected)];
    this.labels = labels;
  }

  @Override
  public void add(long row, @Nullable Object value, @Nullable Boolean positive, boolean keep) {
    add(value == null ? Double.NaN : (Double) value, positive, keep);
  }

  @Override
  public void add(long first, Block block, int column, boolean[] keep) {
    for (int row = 0; row < block.rows(); row++) {
      add(block.number(column, row), block.positive(row), keep[row]);
    }
  }

  private void add(double number, @Nullable Boolean positive, boolean keep) {
    if (keep) {
      if (sampled == sample.length) {
        sample = Arrays.copyOf(sample, 2 * sampled);
      }
      sample[sampled++] = number;
    }
    if (Double.isNaN(number)) {
      missing++;
      return;
    }
    values++;
    min = Math.min(min, number);
    max = Math.max(max, number);
    double off = number - mean;
    mean += off / values;
    squares += off * (number - mean);
    distinct.add(number);
    if (positive != null) {
      correlate(number, positive ? 1 : 0);
    }
  }

  private void correlate(double number, int label) {
    labelled++;
    double off = number - labelledMean;
    labelledMean += off / labelled;
    labelledSquares += off * (number - labelledMean);
    double labelOff = label - labelMean;
    labelMean += labelOff / labelled;
    labelSquares += labelOff * (label - labelMean);
    products += off * (label - labelMean);
  }

  @Override
  public TableStatistics.Column finish() {
    double[] sorted = sorted();
    Ranks ranks = Ranks.ofNumbers(sample, sampled, labels);
    return new TableStatistics.Column(
        name,
        ColumnType.NUMBER,
        values,
        missing,
        distinct.size(),
        distinct.isLowerBound(),
        values > 0 ? min : null,
        values > 0 ? max : null,
        finite(values > 0 ? mean : Double.NaN),
        finite(values > 1 ? Math.sqrt(squares / (values - 1)) : Double.NaN),
        sorted.length == 0 ? null : quantiles(sorted),
        sorted.length == 0 ? null : histogram(sorted),
        null,
        finite(products / Math.sqrt(labelledSquares * labelSquares)),
        finite(ranks.auc()),
        finite(ranks.standardError()));
  }

  private double[] sorted() {
    double[] sorted = Arrays.copyOf(sample, sampled);
    Arrays.sort(sorted);
    int numbers = sampled;
    // Sorting puts what is missing last.
    while (numbers > 0 && Double.isNaN(sorted[numbers - 1])) {
      numbers--;
    }
    return numbers == sampled ? sorted : Arrays.copyOf(sorted, numbers);
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }

  private static List<Quantile> quantiles(double[] sorted) {
    return Arrays.stream(SHARES)
        .mapToObj(share -> new Quantile(share, quantile(sorted, share)))
        .toList();
  }

  /** The smallest value that a share of all values does not exceed. */
  static double quantile(double[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  private Histogram histogram(double[] sorted) {
    double width = max / BINS - min / BINS;
    if (!(width > 0)) {
      return new Histogram(List.of(min, max), List.of((long) sorted.length));
    }
    List<Double> borders = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      borders.add(min + i * width);
    }
    borders.add(max);
    long[] counts = new long[BINS];
    int bin = 0;
    for (double value : sorted) {
      while (bin < BINS - 1 && value >= borders.get(bin + 1)) {
        bin++;
      }
      counts[bin]++;
    }
    return new Histogram(borders, Arrays.stream(counts).boxed().toList());
  }
}
