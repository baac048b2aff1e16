package io.churnops.feature.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.features.engine.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a table. Counts, smallest and largest values, means, deviations and correlations are
 * exact. Quantiles, histograms and the AUC of numbers are those of {@code sampledRows} rows, which
 * are all rows where the table is small enough.
 *
 * @param labelled rows with a label, of which {@code positives} are positive
 * @param quantileError of a sample: the standard error of a quantile's rank at the median, as a
 *     share of the rows; 0 where all rows were taken
 * @param warnings what should be looked at before a model is trained on it
 */
public record TableStatistics(
    long rows,
    long labelled,
    long positives,
    long sampledRows,
    double quantileError,
    List<Column> columns,
    List<Warning> warnings) {

  public TableStatistics {
    columns = List.copyOf(columns);
    warnings = List.copyOf(warnings);
  }

  /**
   * One column.
   *
   * @param values rows with a value, as opposed to missing
   * @param distinct different values; a lower bound where {@code distinctIsLowerBound}
   * @param quantiles of a number: the smallest values that the given shares do not exceed
   * @param top of a category: its most frequent values
   * @param labelCorrelation Pearson's, of the number and the label (1 or 0), over labelled rows
   *     with a value
   * @param auc what ranking by this column alone is worth, in the better direction, over labelled
   *     rows; a missing number ranks below all others, a category by the positive share that it has
   *     in the other half of the rows
   * @param aucError standard error of the AUC (Hanley and McNeil)
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Column(
      String name,
      ColumnType type,
      long values,
      long missing,
      long distinct,
      boolean distinctIsLowerBound,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double mean,
      @Nullable Double standardDeviation,
      @Nullable List<Quantile> quantiles,
      @Nullable Histogram histogram,
      @Nullable List<Frequency> top,
      @Nullable Double labelCorrelation,
      @Nullable Double auc,
      @Nullable Double aucError) {}

  /** A share of the values and the smallest value that so many do not exceed. */
  public record Quantile(double share, double value) {}

  /**
   * How many sampled values lie between borders.
   *
   * @param borders ascending, one more than counts; a bin holds its lower border, the last also its
   *     upper
   */
  public record Histogram(List<Double> borders, List<Long> counts) {}

  /** A category and how many rows have it. */
  public record Frequency(String value, long count) {}

  /**
   * Something to look at.
   *
   * @param code stable: {@code leak_suspect}, {@code constant_column}, {@code empty_column}, {@code
   *     one_class}, {@code no_labelled_rows}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Warning(String code, @Nullable String column, String detail) {}
}
