package io.churnops.feature.datasets;

import io.churnops.feature.statistics.Shift;
import io.churnops.feature.statistics.TableStatistics;
import io.churnops.features.engine.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Holds one training set against another, column by column. */
final class CompareDatasets {

  private CompareDatasets() {}

  /** A training set with all that is known of it. */
  record Side(DatasetManifest manifest, TableStatistics statistics, Path file) {

    RowsReader rows() {
      return RowsReader.of(file, manifest);
    }
  }

  static DatasetComparison compare(Side base, Side other) throws IOException {
    List<String> common =
        base.manifest().columns().stream()
            .filter(column -> typeIn(other, column.name()) == column.type())
            .map(DatasetManifest.Column::name)
            .toList();
    List<Shift> shifts = shifts(base, common);
    count(base, common, shifts, true);
    count(other, common, shifts, false);
    Map<String, TableStatistics.Column> bases = byName(base);
    Map<String, TableStatistics.Column> others = byName(other);
    List<DatasetComparison.Column> columns = new ArrayList<>();
    for (int i = 0; i < common.size(); i++) {
      String name = common.get(i);
      columns.add(DatasetComparison.Column.of(of(bases, name), of(others, name), shifts.get(i)));
    }
    Set<String> shared = new HashSet<>(common);
    return new DatasetComparison(
        DatasetComparison.Side.of(base.manifest()),
        DatasetComparison.Side.of(other.manifest()),
        base.manifest().sha256().equals(other.manifest().sha256()),
        rows(base, other),
        without(base, shared),
        without(other, shared),
        columns);
  }

  private static @Nullable RowDifferences rows(Side base, Side other) throws IOException {
    if (base.manifest().table() != null || other.manifest().table() != null) {
      return null;
    }
    return base.manifest().sha256().equals(other.manifest().sha256())
        ? RowDifferences.NONE
        : CompareRows.compare(base.file(), base.manifest(), other.file(), other.manifest());
  }

  private static @Nullable ColumnType typeIn(Side side, String name) {
    return side.manifest().columns().stream()
        .filter(column -> column.name().equals(name))
        .map(DatasetManifest.Column::type)
        .findFirst()
        .orElse(null);
  }

  private static List<Shift> shifts(Side base, List<String> common) {
    Map<String, TableStatistics.Column> statistics = byName(base);
    return common.stream().map(name -> Shift.from(of(statistics, name))).toList();
  }

  private static TableStatistics.Column of(
      Map<String, TableStatistics.Column> columns, String name) {
    return Objects.requireNonNull(columns.get(name), name);
  }

  private static Map<String, TableStatistics.Column> byName(Side side) {
    return side.statistics().columns().stream()
        .collect(Collectors.toMap(TableStatistics.Column::name, Function.identity()));
  }

  private static void count(Side side, List<String> common, List<Shift> shifts, boolean isBase)
      throws IOException {
    List<String> names =
        side.manifest().columns().stream().map(DatasetManifest.Column::name).toList();
    int[] places = common.stream().mapToInt(names::indexOf).toArray();
    side.rows()
        .forEach(row ->
            IntStream.range(0, places.length)
                .forEach(i -> shifts.get(i).add(row.value(places[i]), isBase)));
  }

  private static List<String> without(Side side, Set<String> shared) {
    return side.manifest().columns().stream()
        .map(DatasetManifest.Column::name)
        .filter(name -> !shared.contains(name))
        .toList();
  }
}
