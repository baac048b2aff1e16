package io.churnops.training.runs;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.evaluation.SegmentMetrics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The segments that a model is judged in: by the columns that were asked for, then by the first
 * columns that hold categories. A column of numbers is cut at its quartiles.
 */
final class FindSegments {

  private static final int MOST_UNASKED_COLUMNS = 5;

  private final Dataset data;
  private final Set<Integer> columns = new LinkedHashSet<>();

  private FindSegments(Dataset data) {
    this.data = data;
  }

  /**
   * Finds the columns.
   *
   * @param asked names of columns
   * @throws DatasetException if the dataset has no column of such a name
   */
  static FindSegments by(Dataset data, List<String> asked) {
    var segments = new FindSegments(data);
    List<String> names = data.columns().stream().map(InputColumn::name).toList();
    for (String name : asked) {
      if (!names.contains(name)) {
        throw new DatasetException(
            "unknown_column",
            "Dataset %s has no column '%s' to find segments by. It has: %s"
                .formatted(data.manifest().datasetId(), name, String.join(", ", names)));
      }
      segments.columns.add(names.indexOf(name));
    }
    IntStream.range(0, names.size())
        .filter(column -> data.columns().get(column).type() == InputType.CATEGORY)
        .limit(MOST_UNASKED_COLUMNS)
        .forEach(segments.columns::add);
    return segments;
  }

  /** How good scores of rows are, segment by segment. */
  List<SegmentMetrics> of(int[] rows, double[] scores, double threshold) {
    return columns.stream()
        .map(column ->
            SegmentMetrics.of(
                data.columns().get(column).name(),
                values(rows, column),
                scores,
                data.churned(rows),
                threshold))
        .flatMap(List::stream)
        .toList();
  }

  private List<@Nullable String> values(int[] rows, int column) {
    double[] quartiles =
        data.columns().get(column).type() == InputType.NUMBER
            ? quartiles(rows, column)
            : new double[0];
    var values = new ArrayList<@Nullable String>(rows.length);
    for (int row : rows) {
      FeatureRow features = data.row(row);
      if (features.isMissing(column)) {
        values.add(null);
      } else if (data.columns().get(column).type() == InputType.NUMBER) {
        values.add(band(features.number(column), quartiles));
      } else {
        values.add(features.category(column));
      }
    }
    return values;
  }

  /** The distinct quartiles of a column's values, the greatest value left out. */
  private double[] quartiles(int[] rows, int column) {
    double[] sorted =
        Arrays.stream(rows)
            .mapToObj(data::row)
            .filter(row -> !row.isMissing(column))
            .mapToDouble(row -> row.number(column))
            .sorted()
            .toArray();
    return IntStream.rangeClosed(1, 3)
        .filter(_ -> sorted.length > 0)
        .mapToDouble(quarter -> sorted[(sorted.length - 1) * quarter / 4])
        .distinct()
        .filter(quartile -> quartile < sorted[sorted.length - 1])
        .toArray();
  }

  private static String band(double value, double[] quartiles) {
    int band = 0;
    while (band < quartiles.length && value > quartiles[band]) {
      band++;
    }
    if (quartiles.length == 0) {
      return "all values";
    }
    return band == 0
        ? "up to " + plain(quartiles[0])
        : "above " + plain(quartiles[band - 1]) + bandEnd(band, quartiles);
  }

  private static String bandEnd(int band, double[] quartiles) {
    return band == quartiles.length ? "" : " up to " + plain(quartiles[band]);
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
