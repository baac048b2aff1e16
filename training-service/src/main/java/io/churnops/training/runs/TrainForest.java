package io.churnops.training.runs;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.OutOfBag;
import io.churnops.forest.baseline.BaselineProfile;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.CalibratorFitter;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.ProfitReport;
import io.churnops.forest.evaluation.ThresholdRule;
import io.churnops.training.card.ThresholdChoice;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.ColumnImportance;
import io.churnops.training.evaluation.ColumnStrength;
import io.churnops.training.evaluation.CompareBaselines;
import io.churnops.training.evaluation.LearningCurve;
import io.churnops.training.evaluation.OutOfBagEstimate;
import io.churnops.training.evaluation.PartialDependence;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * From a dataset to a judged model, without any effect: the same dataset and request give the same
 * model to the bit. A first model, fitted to the training rows, chooses calibrator and threshold on
 * the validation rows; the final one is fitted to all rows of the past and judged on the test rows,
 * which neither has seen. Where time ran out for one of two forests, both are of as many trees as
 * were grown of both, so that asking for so many without a time budget gives the same model again.
 */
@Component
class TrainForest {

  private static final int MOST_REFERENCE_ROWS = 32;
  private static final int MOST_IMPORTANCE_ROWS = 2_000;
  private static final int MOST_DEPENDENCES = 8;
  private static final double EDGE = 1e-6;

  private final int threads;

  TrainForest(TrainingProperties properties) {
    this.threads = properties.threads();
  }

  /**
   * Trains on a dataset.
   *
   * @throws DatasetException when it cannot be trained on
   */
  TrainedModel train(Dataset data, RunRequest request, RunProgress progress) {
    Split split = Split.of(data, request.splitRequest());
    FindSegments segments = FindSegments.by(data, request.segmentsOrNone());
    GrowthOptions options = request.growthOptions();
    TimeBudget budget = TimeBudget.begin(options.timeBudgetSeconds(), 2, System::nanoTime);
    progress.growing(2 * request.trees(split.training().length));
    var fitModel = new FitModel(data, options, budget, progress, threads);
    AlgorithmChoice choice = AlgorithmChoice.of(fitModel, data, split, request);
    FittedModel begun = choice.best();
    float[][] validation = data.encoded(begun.inputs(), split.validation());
    boolean[] validationChurned = data.churned(split.validation());
    LeakStop.check(
        data.manifest().datasetId(),
        request.mostAuc(split.method()),
        begun.inputs(),
        validation,
        begun.compiled().scores(validation),
        validationChurned);
    FittedModel last = fitModel.fit(split.past(), begun.parameters());
    ModelParameters parameters = last.parameters();
    FittedModel first = begun.upTo(parameters);
    double[] validationScores = first.compiled().scores(validation);
    Calibrator calibrator = CalibratorFitter.fit(validationScores, validationChurned);
    double[] probabilities = calibrator.probabilities(validationScores);
    ThresholdRule rule = request.thresholdRule();
    double threshold = Math.clamp(rule.choose(probabilities, validationChurned), EDGE, 1 - EDGE);
    progress.enter(RunPhase.JUDGING);
    float[][] test = data.encoded(last.inputs(), split.test());
    boolean[] churned = data.churned(split.test());
    double[] scores = calibrator.probabilities(last.compiled().scores(test));
    LeakStop.check(
        data.manifest().datasetId(),
        request.mostAuc(split.method()),
        last.inputs(),
        test,
        scores,
        churned);
    Bootstrap bootstrap = Bootstrap.of(churned, customers(data, split.test()), parameters.seed());
    List<ColumnImportance> importances = importances(last, test, churned, parameters.seed());
    return new TrainedModel(
        last,
        choice.asked(),
        options,
        calibrator,
        threshold,
        ThresholdChoice.of(
            rule, BinaryMetrics.atThreshold(probabilities, validationChurned, threshold)),
        split,
        scores,
        Evaluation.of(scores, churned, threshold, bootstrap),
        outOfBag(last),
        ColumnStrength.of(last.inputs(), test, churned),
        importances,
        dependences(last, importances, test, calibrator),
        new CompareBaselines(
                last.inputs(),
                data.encoded(last.inputs(), split.past()),
                data.churned(split.past()),
                test,
                churned)
            .with(scores, bootstrap, parameters.seed()),
        choice.onTest(scores, bootstrap),
        segments.of(split.test(), scores, threshold),
        rule instanceof ThresholdRule.BestProfit wish
            ? ProfitReport.of(wish.costs(), scores, churned, threshold)
            : null,
        LearningCurve.of(first.compiled(), validation, validationChurned),
        BaselineProfile.of(
            data.columns(),
            rows(data, split.past()),
            PastMoments.of(data, split.past()).stream().map(moment -> rows(data, moment)).toList(),
            scores),
        spread(split.test(), MOST_REFERENCE_ROWS).mapToObj(data::row).toList());
  }

  /** Only forests have trees that were grown without a row. */
  private Optional<OutOfBagEstimate> outOfBag(FittedModel last) {
    return last.compiled() instanceof CompiledForest forest
            && last.parameters() instanceof ForestParameters parameters
        ? OutOfBagEstimate.of(OutOfBag.of(forest, last.table(), parameters, threads))
        : Optional.empty();
  }

  private static List<ColumnImportance> importances(
      FittedModel last, float[][] test, boolean[] churned, long seed) {
    int[] all = IntStream.range(0, test.length).toArray();
    int[] some = spread(all, MOST_IMPORTANCE_ROWS).toArray();
    boolean[] outcomes = new boolean[some.length];
    float[][] rows = new float[some.length][];
    for (int i = 0; i < some.length; i++) {
      outcomes[i] = churned[some[i]];
      rows[i] = test[some[i]];
    }
    return ColumnImportance.of(last.compiled(), last.inputs(), rows, outcomes, seed);
  }

  private static int[] customers(Dataset data, int[] rows) {
    return Arrays.stream(rows).map(data::customerHash).toArray();
  }

  /** Of the columns that the model needs most. */
  private static List<PartialDependence> dependences(
      FittedModel last, List<ColumnImportance> importances, float[][] test, Calibrator calibrator) {
    return PartialDependence.of(
        last.inputs(),
        importances.stream().limit(MOST_DEPENDENCES).map(ColumnImportance::column).toList(),
        test,
        rows -> calibrator.probabilities(last.compiled().scores(rows)));
  }

  private static Iterable<FeatureRow> rows(Dataset data, int[] rows) {
    return () -> Arrays.stream(rows).mapToObj(data::row).iterator();
  }

  /** At most so many of the rows, evenly spread. */
  private static IntStream spread(int[] rows, int most) {
    int taken = Math.min(most, rows.length);
    return IntStream.range(0, taken).map(i -> rows[(int) ((long) i * rows.length / taken)]);
  }
}
