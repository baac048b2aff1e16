package io.churnops.training.datasets;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a dataset was split, to be kept with the run. In folds every part holds all rows.
 *
 * @param horizon of the label; absent for a table whose sender did not say
 * @param past the rows that the final forest learnt from
 * @param unused labelled rows in neither past nor test, whose label window reaches into the test
 *     (or, in a split by customer, older rows of the customers set apart)
 * @param immature rows without a label yet, never used
 * @param overlap label windows that reach into a later part; absent in folds, where the horizon is
 *     absent, and in a report from before it was measured
 */
public record SplitReport(
    Split.Method method,
    @Nullable String horizon,
    Part training,
    Part validation,
    Part past,
    Part test,
    List<Unused> unused,
    int immature,
    @Nullable LabelOverlap overlap) {

  /** One part of the rows. */
  public record Part(List<Instant> cutoffs, int rows, int churned) {}

  /** Rows of a cutoff that no part could take. */
  public record Unused(Instant cutoff, int rows) {}

  /** Whether the test is of a later moment than another. */
  public boolean testedLaterThan(SplitReport other) {
    return test.cutoffs().getLast().isAfter(other.test.cutoffs().getLast());
  }

  /** The rows of the dataset that tested. */
  public int[] testRows(Dataset data) {
    Set<Instant> cutoffs = Set.copyOf(test.cutoffs());
    return IntStream.range(0, data.rows())
        .filter(row -> data.labelled(row) && cutoffs.contains(data.cutoff(row)))
        .filter(row -> method != Split.Method.BY_CUSTOMER || Split.setApart(data, row))
        .toArray();
  }

  public static SplitReport of(Dataset data, Split split) {
    return new SplitReport(
        split.method(),
        data.manifest().label().horizon(),
        part(data, split.training()),
        part(data, split.validation()),
        part(data, split.past()),
        part(data, split.test()),
        unused(data, split),
        (int) IntStream.range(0, data.rows()).filter(row -> !data.labelled(row)).count(),
        LabelOverlap.of(data, split));
  }

  private static Part part(Dataset data, int[] rows) {
    NavigableSet<Instant> cutoffs = new TreeSet<>();
    int churned = 0;
    for (int row : rows) {
      cutoffs.add(data.cutoff(row));
      churned += data.churned(row) ? 1 : 0;
    }
    return new Part(List.copyOf(cutoffs), rows.length, churned);
  }

  private static List<Unused> unused(Dataset data, Split split) {
    boolean[] used = new boolean[data.rows()];
    Arrays.stream(split.past()).forEach(row -> used[row] = true);
    Arrays.stream(split.test()).forEach(row -> used[row] = true);
    Map<Instant, Integer> rows = new TreeMap<>();
    IntStream.range(0, data.rows())
        .filter(row -> data.labelled(row) && !used[row])
        .forEach(row -> rows.merge(data.cutoff(row), 1, Integer::sum));
    return rows.entrySet().stream()
        .map(entry -> new Unused(entry.getKey(), entry.getValue()))
        .toList();
  }
}
