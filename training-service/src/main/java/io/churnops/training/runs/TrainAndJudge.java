package io.churnops.training.runs;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.OutOfBag;
import io.churnops.forest.SpreadRows;
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
import io.churnops.training.datasets.KFold;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.ColumnImportance;
import io.churnops.training.evaluation.ColumnStrength;
import io.churnops.training.evaluation.CompareBaselines;
import io.churnops.training.evaluation.LearningCurve;
import io.churnops.training.evaluation.OutOfBagEstimate;
import io.churnops.training.evaluation.PartialDependence;
import io.churnops.training.forests.GrownForests;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * From a dataset to a judged model, without any effect: the same dataset and request give the same
 * model to the bit. A first model, fitted to the training rows, chooses calibrator and threshold on
 * the validation rows; the final one is fitted to all rows of the past and judged on the test rows,
 * which neither has seen. A table may be judged in folds instead ({@link FoldTrial}). Where time
 * ran out for one of the forests, all are of as many trees as were grown of each, so that asking
 * for so many without a time budget gives the same model again.
 */
@Component
class TrainAndJudge {

  private static final int MOST_REFERENCE_ROWS = 32;
  private static final int MOST_IMPORTANCE_ROWS = 2_000;
  private static final int MOST_DEPENDENCES = 8;
  private static final double EDGE = 1e-6;

  private final int threads;

  TrainAndJudge(TrainingProperties properties) {
    this.threads = properties.threads();
  }

  /**
   * Trains on a dataset.
   *
   * @throws DatasetException when it cannot be trained on
   */
  TrainedModel train(Dataset data, RunRequest request, RunProgress progress) {
    return train(data, request, GrownForests.none(), progress);
  }

  /**
   * Trains on a dataset with forests that were grown elsewhere, which changes nothing but the time
   * it takes.
   *
   * @throws DatasetException also when these are not the forests that are grown here
   */
  TrainedModel train(Dataset data, RunRequest request, GrownForests grown, RunProgress progress) {
    FindSegments segments = FindSegments.by(data, request.segmentsOrNone());
    Trial trial =
        request.folds().isPresent()
            ? inFolds(data, request, request.folds().getAsInt(), progress)
            : overTime(data, request, grown, progress);
    grown.requireAllUsed(data.manifest().datasetId());
    return judge(data, request, trial, segments);
  }

  private Trial inFolds(Dataset data, RunRequest request, int folds, RunProgress progress) {
    KFold parts = KFold.of(data, folds, request.seed());
    int rows = parts.others(0).length;
    progress.growing(folds * request.trees(rows) + request.treesOfPublished(rows));
    FitModel fitModel =
        fitModel(data, request, folds * request.treeGrowers() + 1, GrownForests.none(), progress);
    return FoldTrial.of(data, request, fitModel, parts, progress);
  }

  private FitModel fitModel(
      Dataset data, RunRequest request, int forests, GrownForests grown, RunProgress progress) {
    GrowthOptions options = request.growthOptions();
    TimeBudget budget = TimeBudget.begin(options.timeBudgetSeconds(), forests, System::nanoTime);
    return new FitModel(data, options, budget, grown, progress, threads);
  }

  private Trial overTime(
      Dataset data, RunRequest request, GrownForests grown, RunProgress progress) {
    Split split = Split.of(data, request.splitRequest());
    progress.growing(2 * request.trees(split.training().length));
    FitModel fitModel = fitModel(data, request, request.treeGrowers() + 1, grown, progress);
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
    ScoringModel first = begun.scoring().upTo(last.parameters());
    double[] validationScores = first.compiled().scores(validation);
    Calibrator calibrator = CalibratorFitter.fit(validationScores, validationChurned);
    double[] probabilities = calibrator.probabilities(validationScores);
    double threshold = threshold(request.thresholdRule(), probabilities, validationChurned);
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
    int[] past = SpreadRows.of(split.past(), CompareBaselines.MOST_PAST_ROWS);
    return new Trial(
        split,
        choice.asked(),
        last,
        calibrator,
        threshold,
        BinaryMetrics.atThreshold(probabilities, validationChurned, threshold),
        scores,
        last.scoring(),
        IntStream.range(0, test.length).toArray(),
        LearningCurve.of(first.compiled(), validation, validationChurned),
        bootstrap ->
            new CompareBaselines(
                    last.inputs(),
                    data.encoded(last.inputs(), past),
                    data.churned(past),
                    test,
                    churned,
                    last.parameters())
                .with(scores, bootstrap),
        bootstrap -> choice.onTest(scores, bootstrap));
  }

  /** The threshold by a rule, where a decision can still go either way. */
  static double threshold(ThresholdRule rule, double[] probabilities, boolean[] churned) {
    return Math.clamp(rule.choose(probabilities, churned), EDGE, 1 - EDGE);
  }

  private TrainedModel judge(Dataset data, RunRequest request, Trial trial, FindSegments segments) {
    Split split = trial.split();
    FittedModel last = trial.last();
    float[][] test = data.encoded(last.inputs(), split.test());
    boolean[] churned = data.churned(split.test());
    double[] scores = trial.testScores();
    double threshold = trial.threshold();
    ThresholdRule rule = request.thresholdRule();
    long seed = last.parameters().seed();
    Bootstrap bootstrap = Bootstrap.of(churned, customers(data, split.test()), seed);
    List<ColumnImportance> importances = importances(data, trial, seed);
    return new TrainedModel(
        last,
        trial.asked(),
        request.growthOptions(),
        trial.calibrator(),
        threshold,
        ThresholdChoice.of(rule, trial.onChoosing()),
        split,
        scores,
        Evaluation.of(scores, churned, threshold, bootstrap),
        outOfBag(last),
        ColumnStrength.of(last.inputs(), test, churned),
        importances,
        dependences(last, importances, test, trial.calibrator()),
        trial.baselines().apply(bootstrap),
        trial.algorithms().apply(bootstrap),
        segments.of(split.test(), scores, threshold),
        rule instanceof ThresholdRule.BestProfit wish
            ? ProfitReport.of(wish.costs(), scores, churned, threshold)
            : null,
        trial.curve(),
        BaselineProfile.of(
            data.columns(),
            rows(data, split.past()),
            PastMoments.of(data, split.past()).stream().map(moment -> rows(data, moment)).toList(),
            scores),
        Arrays.stream(SpreadRows.of(split.test(), MOST_REFERENCE_ROWS))
            .mapToObj(data::row)
            .toList());
  }

  /** Only forests have trees that were grown without a row. */
  private Optional<OutOfBagEstimate> outOfBag(FittedModel last) {
    return last.compiled() instanceof CompiledForest forest
            && last.parameters() instanceof ForestParameters parameters
        ? OutOfBagEstimate.of(OutOfBag.of(forest, last.table(), parameters, threads))
        : Optional.empty();
  }

  private static List<ColumnImportance> importances(Dataset data, Trial trial, long seed) {
    int[] rows =
        Arrays.stream(SpreadRows.of(trial.unseen(), MOST_IMPORTANCE_ROWS))
            .map(place -> trial.split().test()[place])
            .toArray();
    ScoringModel judge = trial.judge();
    return ColumnImportance.of(
        judge.compiled(),
        judge.inputs(),
        data.encoded(judge.inputs(), rows),
        data.churned(rows),
        seed);
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
}
