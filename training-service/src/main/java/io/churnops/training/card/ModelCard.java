package io.churnops.training.card;

import io.churnops.forest.ModelParameters;
import io.churnops.forest.artefact.RiskBands;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.ProfitReport;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import io.churnops.training.evaluation.ColumnImportance;
import io.churnops.training.evaluation.ColumnStrength;
import io.churnops.training.evaluation.PartialDependence;
import io.churnops.training.evaluation.SegmentMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a model version is, what it was made of, how good it is, and what not to expect of it.
 *
 * @param metrics the single figures on the test rows, by name
 * @param evaluation the same with intervals, curves, calibration, lift and the confusion matrix
 * @param baselines what single columns alone reach on the test rows, best first
 * @param leakSuspects columns that alone are too good to be of the past
 * @param importances what the model loses without a column, greatest first
 * @param comparisons recency alone, order count alone and logistic regression on the test rows
 * @param algorithms those that the run compared, best on the validation rows first
 * @param segments the test rows by category, in each column the largest segments first
 * @param thresholdChoice by what the threshold was chosen on the validation rows
 * @param calibrator what makes probabilities of the model's scores, chosen on the validation rows
 * @param profit on the test rows, where the run was given costs
 * @param limits sentences for people
 * @param forest how it was grown and its size; absent in a card from before this was told
 * @param partialDependence how the mean probability moves with each of the columns needed most
 * @param rowWeights of the rows it learnt from, whatever the algorithm; absent where they counted
 *     the same
 */
public record ModelCard(
    String modelName,
    int version,
    String runId,
    Instant createdAt,
    String algorithm,
    ModelParameters parameters,
    Data data,
    Label label,
    View view,
    SplitReport split,
    double threshold,
    RiskBands riskBands,
    Map<String, Double> metrics,
    Evaluation evaluation,
    List<ColumnStrength> baselines,
    List<String> leakSuspects,
    List<ColumnImportance> importances,
    List<BaselineComparison> comparisons,
    List<AlgorithmComparison> algorithms,
    List<SegmentMetrics> segments,
    @Nullable ThresholdChoice thresholdChoice,
    @Nullable Calibrator calibrator,
    @Nullable ProfitReport profit,
    JsonNode environment,
    List<String> limits,
    @Nullable ForestSummary forest,
    List<PartialDependence> partialDependence,
    @Nullable RowWeighting rowWeights) {

  /**
   * A card from before there were comparisons, segments and dependences has none, and one from
   * before weights were told of every algorithm has them under its forest.
   */
  public ModelCard {
    comparisons = comparisons == null ? List.of() : List.copyOf(comparisons);
    algorithms = algorithms == null ? List.of() : List.copyOf(algorithms);
    segments = segments == null ? List.of() : List.copyOf(segments);
    partialDependence = partialDependence == null ? List.of() : List.copyOf(partialDependence);
    if (rowWeights == null && forest != null) {
      rowWeights = RowWeighting.of(forest.halfLifeDays(), forest.churnedWeight());
    }
  }

  /** The dataset. */
  public record Data(
      String datasetId,
      String sha256,
      String knownTime,
      int rows,
      int labelled,
      int churned,
      int cutoffs) {}

  /** What the model predicts. */
  public record Label(
      String name, String fingerprint, @Nullable String horizon, JsonNode definition) {}

  /** What the model reads. */
  public record View(String name, String fingerprint, int columns) {}
}
