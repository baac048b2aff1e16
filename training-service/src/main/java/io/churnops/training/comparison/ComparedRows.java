package io.churnops.training.comparison;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.InputColumn;
import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.training.card.ModelCard;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.AucDifference;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Labelled rows that versions score to be held against each other. */
public final class ComparedRows {

  private final Dataset data;
  private final int[] rows;

  private ComparedRows(Dataset data, int[] rows) {
    this.data = data;
    this.rows = rows;
  }

  /** The rows that tested a version which was split so. */
  public static ComparedRows tested(Dataset data, SplitReport split) {
    return new ComparedRows(data, split.testRows(data));
  }

  /** How many there are. */
  public int size() {
    return rows.length;
  }

  /** Where they are from. */
  public String datasetId() {
    return data.manifest().datasetId();
  }

  /** What came of them. */
  public boolean[] churned() {
    return data.churned(rows);
  }

  /**
   * What a version says of them.
   *
   * @throws IncomparableException if it predicts something else, reads what they do not have, or
   *     has learnt from each of them
   */
  public double[] scores(ModelArtefact artefact, ModelCard card) {
    String label = data.manifest().label().name();
    if (!card.label().name().equals(label)) {
      throw new IncomparableException(
          "it predicts %s, not %s".formatted(card.label().name(), label));
    }
    if (card.split().method() == Split.Method.K_FOLD
        && card.data().datasetId().equals(datasetId())) {
      throw new IncomparableException(
          "version %d was judged in folds and has learnt from all rows of dataset %s"
              .formatted(card.version(), datasetId()));
    }
    int[] places = places(artefact.model().inputs().columns());
    return Arrays.stream(rows)
        .mapToDouble(row -> artefact.score(new Projected(data.row(row), places)))
        .toArray();
  }

  /** How much better some scores of them rank than others. Of several cutoffs, customers repeat. */
  public AucDifference difference(double[] scores, double[] others) {
    boolean several = Arrays.stream(rows).mapToObj(data::cutoff).distinct().limit(2).count() == 2;
    return several
        ? AucDifference.byCustomer(
            scores, others, churned(), Arrays.stream(rows).map(data::customerHash).toArray())
        : AucDifference.of(scores, others, churned());
  }

  /** Whether a version that was split so has learnt from rows as new as these. */
  public boolean werePast(SplitReport split) {
    Instant oldest =
        Arrays.stream(rows).mapToObj(data::cutoff).min(Instant::compareTo).orElseThrow();
    return split.past().cutoffs().stream().anyMatch(cutoff -> !cutoff.isBefore(oldest));
  }

  private int[] places(List<InputColumn> inputs) {
    int[] places = inputs.stream().mapToInt(data.columns()::indexOf).toArray();
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        throw new IncomparableException(
            "the dataset has no column %s".formatted(inputs.get(i).name()));
      }
    }
    return places;
  }

  /** A row of the dataset as a version's inputs see it. */
  private record Projected(FeatureRow row, int[] places) implements FeatureRow {

    @Override
    public int size() {
      return places.length;
    }

    @Override
    public boolean isMissing(int column) {
      return row.isMissing(places[column]);
    }

    @Override
    public double number(int column) {
      return row.number(places[column]);
    }

    @Override
    public String category(int column) {
      return row.category(places[column]);
    }
  }
}
