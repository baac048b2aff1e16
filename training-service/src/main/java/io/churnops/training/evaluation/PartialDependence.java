package io.churnops.training.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.forest.ForestInput;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputType;
import io.churnops.forest.SpreadRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the mean churn probability moves with one column, all others left as they are (Friedman 2001,
 * 8.2). A number's points are the medians of up to {@value #MOST_POINTS} groups of about as many
 * rows, so that they lie where the data are; a category's are its categories. Where columns move
 * together, points are of customers that hardly exist.
 *
 * @param points lowest value first, or most frequent category first; the missing last
 */
public record PartialDependence(String column, InputType type, List<Point> points) {

  private static final int MOST_POINTS = 20;
  private static final int MOST_ROWS = 500;

  /**
   * What the model says on average were a column this.
   *
   * @param value of a number; absent where it is missing
   * @param category absent where it is missing, and of the pool of rare ones
   * @param rows that have it, or, of numbers, are nearest in rank
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Point(
      @Nullable Double value,
      @Nullable String category,
      boolean missing,
      int rows,
      double meanProbability) {}

  /**
   * The dependence of a model on some columns.
   *
   * @param rows encoded by the inputs; at most {@value #MOST_ROWS} of them, evenly spread, are
   *     scored at each point, all are counted
   * @param probabilities of encoded rows
   */
  public static List<PartialDependence> of(
      ForestInputs inputs,
      List<String> columns,
      float[][] rows,
      Function<float[][], double[]> probabilities) {
    float[][] some =
        SpreadRows.places(rows.length, MOST_ROWS)
            .mapToObj(place -> rows[place])
            .toArray(float[][]::new);
    return columns.stream()
        .map(column -> inputs.names().indexOf(column))
        .map(column -> of(inputs.inputs().get(column), column, rows, some, probabilities))
        .toList();
  }

  private static PartialDependence of(
      ForestInput input,
      int column,
      float[][] rows,
      float[][] some,
      Function<float[][], double[]> probabilities) {
    var points = new ArrayList<Point>();
    for (Group group : groups(input.type(), column, rows)) {
      boolean missing = group.value() == ForestInputs.MISSING;
      boolean number = input.type() == InputType.NUMBER;
      points.add(
          new Point(
              number && !missing ? Double.valueOf(group.value()) : null,
              number || missing ? null : input.category(group.value()).orElse(null),
              missing,
              group.rows(),
              mean(probabilities.apply(with(some, column, group.value())))));
    }
    return new PartialDependence(input.name(), input.type(), List.copyOf(points));
  }

  private static List<Group> groups(InputType type, int column, float[][] rows) {
    float[] sorted = new float[rows.length];
    for (int row = 0; row < rows.length; row++) {
      sorted[row] = rows[row][column] + 0.0f;
    }
    Arrays.sort(sorted);
    int missing = 0;
    while (missing < sorted.length && sorted[missing] == ForestInputs.MISSING) {
      missing++;
    }
    float[] present = Arrays.copyOfRange(sorted, missing, sorted.length);
    var groups =
        new ArrayList<>(
            switch (type) {
              case NUMBER -> quantiles(present);
              case CATEGORY -> mostFrequent(present);
            });
    if (missing > 0) {
      groups.add(new Group(ForestInputs.MISSING, missing));
    }
    return groups;
  }

  /** Groups of about as many rows, never parting equal values, each by its median. */
  private static List<Group> quantiles(float[] sorted) {
    var groups = new ArrayList<Group>();
    int begin = 0;
    while (begin < sorted.length) {
      int groupsLeft = Math.max(1, MOST_POINTS - groups.size());
      int end = begin + Math.ceilDiv(sorted.length - begin, groupsLeft);
      while (end < sorted.length && sorted[end] == sorted[end - 1]) {
        end++;
      }
      groups.add(new Group(sorted[(begin + end - 1) / 2], end - begin));
      begin = end;
    }
    return groups;
  }

  private static List<Group> mostFrequent(float[] codes) {
    Map<Float, Integer> rows = new TreeMap<>();
    for (float code : codes) {
      rows.merge(code, 1, Integer::sum);
    }
    return rows.entrySet().stream()
        .map(entry -> new Group(entry.getKey(), entry.getValue()))
        .sorted((left, right) -> Integer.compare(right.rows(), left.rows()))
        .limit(MOST_POINTS)
        .toList();
  }

  private static float[][] with(float[][] rows, int column, float value) {
    float[][] changed = new float[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      changed[row] = rows[row].clone();
      changed[row][column] = value;
    }
    return changed;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** A value that stands for some rows. */
  private record Group(float value, int rows) {}
}
