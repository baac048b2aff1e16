package io.churnops.training.runs;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.baseline.BaselineProfile;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.ProfitReport;
import io.churnops.training.card.ThresholdChoice;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import io.churnops.training.evaluation.ColumnImportance;
import io.churnops.training.evaluation.ColumnStrength;
import io.churnops.training.evaluation.LearningCurve;
import io.churnops.training.evaluation.OutOfBagEstimate;
import io.churnops.training.evaluation.PartialDependence;
import io.churnops.training.evaluation.SegmentMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A model with everything that is known of it, not yet a version.
 *
 * @param fitted with the trees that were grown
 * @param asked what was to be trained: a forest has fewer trees than asked where time ran out
 * @param calibrator chosen on the validation rows
 * @param testScores the churn probabilities of the test rows, in their order
 * @param outOfBag what a forest says of its own rows; nothing where there are too few
 * @param algorithms those that were compared, on the same rows; none where there was one
 * @param curve of the forest that chose the threshold, on the validation rows
 */
record TrainedModel(
    FittedModel fitted,
    ModelParameters asked,
    GrowthOptions growth,
    Calibrator calibrator,
    double threshold,
    ThresholdChoice thresholdChoice,
    Split split,
    double[] testScores,
    Evaluation evaluation,
    Optional<OutOfBagEstimate> outOfBag,
    List<ColumnStrength> columns,
    List<ColumnImportance> importances,
    List<PartialDependence> dependences,
    List<BaselineComparison> comparisons,
    List<AlgorithmComparison> algorithms,
    List<SegmentMetrics> segments,
    @Nullable ProfitReport profit,
    List<LearningCurve.Point> curve,
    BaselineProfile baseline,
    List<FeatureRow> referenceRows) {

  ModelParameters parameters() {
    return fitted.parameters();
  }

  ForestInputs inputs() {
    return fitted.inputs();
  }

  /** The single figures by name, as the registry and the artefact keep them. */
  Map<String, Double> metrics() {
    var metrics = new TreeMap<>(evaluation.metrics());
    outOfBag.ifPresent(estimate -> metrics.put("outOfBagAuc", estimate.auc()));
    return metrics;
  }
}
