package io.churnops.training.runs;

import io.churnops.forest.ModelParameters;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.ThresholdMetrics;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import io.churnops.training.evaluation.LearningCurve;
import java.util.List;
import java.util.function.Function;

/**
 * A final model, and what was found out of it on rows that it, or its likes, had not learnt from.
 *
 * @param asked what was to be trained
 * @param onChoosing what the threshold decides on the rows that chose it
 * @param testScores the churn probabilities of the test rows, in their order
 * @param judge the final model, or its like of the same parameters, that has not learnt from {@code
 *     unseen}
 * @param unseen places among the test rows
 */
record Trial(
    Split split,
    ModelParameters asked,
    FittedModel last,
    Calibrator calibrator,
    double threshold,
    ThresholdMetrics onChoosing,
    double[] testScores,
    ScoringModel judge,
    int[] unseen,
    List<LearningCurve.Point> curve,
    Function<Bootstrap, List<BaselineComparison>> baselines,
    Function<Bootstrap, List<AlgorithmComparison>> algorithms) {}
