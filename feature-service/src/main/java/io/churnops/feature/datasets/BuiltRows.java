package io.churnops.feature.datasets;

import io.churnops.feature.statistics.TableStatistics;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were written, and what of.
 *
 * @param outcomes what each label said how often, in the order of the labels
 */
record BuiltRows(
    DatasetManifest.View view,
    List<FeatureColumn> columns,
    List<DatasetManifest.Label> labels,
    List<OutcomeCounts> outcomes,
    List<Instant> cutoffs,
    KnownTimeMode knownTime,
    long rows,
    String sha256,
    DatasetManifest.@Nullable HighWater highWater,
    @Nullable SpineSummary spine,
    @Nullable TableSource table,
    DatasetManifest.@Nullable Basis basis,
    DatasetManifest.@Nullable Reuse reuse) {

  /** The columns of labels, the main one first. */
  static List<String> labelColumns(List<DatasetManifest.Label> labels) {
    return LabelColumns.of(labels.stream().map(DatasetManifest.Label::name).toList());
  }

  DatasetManifest manifest(UUID dataset, TableStatistics statistics, Instant now) {
    OutcomeCounts main = outcomes.getFirst();
    return new DatasetManifest(
        dataset.toString(),
        view,
        labels.getFirst(),
        IntStream.range(0, labels.size()).mapToObj(this::labelColumn).toList(),
        cutoffs,
        knownTime,
        rows,
        main.labelled(),
        main.of(Outcome.CHURNED),
        statistics.columns().stream().map(BuiltRows::column).toList(),
        highWater,
        spine,
        table,
        basis,
        reuse,
        sha256,
        now);
  }

  private DatasetManifest.LabelColumn labelColumn(int index) {
    DatasetManifest.Label label = labels.get(index);
    OutcomeCounts counts = outcomes.get(index);
    return new DatasetManifest.LabelColumn(
        labelColumns(labels).get(index),
        label.name(),
        label.fingerprint(),
        label.definition(),
        label.horizon(),
        counts.labelled(),
        counts.of(Outcome.CHURNED),
        counts.of(Outcome.IMMATURE),
        counts.of(Outcome.INELIGIBLE));
  }

  private static DatasetManifest.Column column(TableStatistics.Column column) {
    return new DatasetManifest.Column(
        column.name(), column.type(), column.missing(), column.min(), column.max(), column.mean());
  }
}
