package io.churnops.training.runs;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.baseline.BaselineProfile;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.ProfitReport;
import io.churnops.training.card.ThresholdChoice;
import io.churnops.training.datasets.Split;
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
 * A forest with everything that is known of it, not yet a version.
 *
 * @param parameters with the trees that were grown
 * @param askedTrees more than were grown where the time budget ended before
 * @param table the rows that the forest learnt from, encoded by its inputs
 * @param calibrator chosen on the validation rows
 * @param testScores the churn probabilities of the test rows, in their order
 * @param outOfBag what the forest says of its own rows; nothing where there are too few
 * @param curve of the forest that chose the threshold, on the validation rows
 */
record TrainedModel(
    ForestParameters parameters,
    GrowthOptions growth,
    int askedTrees,
    ForestInputs inputs,
    TrainingTable table,
    CompiledForest forest,
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
    List<SegmentMetrics> segments,
    @Nullable ProfitReport profit,
    List<LearningCurve.Point> curve,
    BaselineProfile baseline,
    List<FeatureRow> referenceRows) {

  /** The single figures by name, as the registry and the artefact keep them. */
  Map<String, Double> metrics() {
    var metrics = new TreeMap<>(evaluation.metrics());
    outOfBag.ifPresent(estimate -> metrics.put("outOfBagAuc", estimate.auc()));
    return metrics;
  }
}
