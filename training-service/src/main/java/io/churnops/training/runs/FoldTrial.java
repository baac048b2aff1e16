package io.churnops.training.runs;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.SpreadRows;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.CalibratorFitter;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.KFold;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import io.churnops.training.evaluation.CompareBaselines;
import io.churnops.training.evaluation.LearningCurve;
import java.util.Comparator;
import java.util.List;

/**
 * Judges a model of a table in folds: each row is scored by a model of the other folds, and made a
 * probability by a calibrator of the other folds' scores. Calibrator and threshold of the final
 * model, which learns from all rows, are chosen on all these scores; so is the best of several
 * algorithms, which share the folds.
 */
final class FoldTrial {

  private final Dataset data;
  private final RunRequest request;
  private final FitModel fitModel;
  private final KFold folds;
  private final boolean[] churned;

  private FoldTrial(Dataset data, RunRequest request, FitModel fitModel, KFold folds) {
    this.data = data;
    this.request = request;
    this.fitModel = fitModel;
    this.folds = folds;
    this.churned = data.churned(folds.rows());
  }

  /** Fits a model per fold and algorithm, and one of all rows. */
  static Trial of(
      Dataset data, RunRequest request, FitModel fitModel, KFold folds, RunProgress progress) {
    return new FoldTrial(data, request, fitModel, folds).run(progress);
  }

  private Trial run(RunProgress progress) {
    int[] all = folds.rows();
    progress.folding(request.algorithms().size() * folds.folds().size());
    List<FoldedAlgorithm> candidates =
        request.algorithms().stream()
            .map(algorithm -> request.modelParameters(algorithm, folds.others(0).length))
            .map(asked -> FoldedAlgorithm.fit(asked, fitModel, data, folds, progress))
            .sorted(Comparator.comparingDouble(FoldedAlgorithm::auc).reversed())
            .toList();
    FoldedAlgorithm chosen =
        candidates.stream()
            .filter(candidate -> request.mayPublish(candidate.algorithm()))
            .findFirst()
            .orElseThrow();
    FittedModel last = fitModel.fit(all, chosen.parameters());
    FoldedAlgorithm published = chosen.upTo(last.parameters());
    double[] raw = published.raw();
    LeakStop.check(
        data.manifest().datasetId(),
        request.mostAuc(Split.Method.K_FOLD),
        last.inputs(),
        data.encoded(last.inputs(), all),
        raw,
        churned);
    Calibrator calibrator = CalibratorFitter.fit(raw, churned);
    double[] probabilities = calibrator.probabilities(raw);
    double threshold = TrainAndJudge.threshold(request.thresholdRule(), probabilities, churned);
    progress.enter(RunPhase.JUDGING);
    double[] scores = published.probabilities();
    ScoringModel first = published.without(0);
    float[][] held = data.encoded(first.inputs(), folds.held(0));
    return new Trial(
        new Split(Split.Method.K_FOLD, all, all, all, all),
        chosen.asked(),
        last,
        calibrator,
        threshold,
        BinaryMetrics.atThreshold(probabilities, churned, threshold),
        scores,
        first,
        folds.folds().getFirst(),
        LearningCurve.of(first.compiled(), held, data.churned(folds.held(0))),
        bootstrap -> baselines(published, scores, bootstrap),
        bootstrap ->
            candidates.size() == 1
                ? List.of()
                : candidates.stream()
                    .map(candidate ->
                        candidate == chosen
                            ? AlgorithmComparison.ofPublished(
                                last.parameters(), chosen.auc(), BinaryMetrics.auc(scores, churned))
                            : compared(candidate, scores, bootstrap))
                    .toList());
  }

  private AlgorithmComparison compared(
      FoldedAlgorithm other, double[] published, Bootstrap bootstrap) {
    return AlgorithmComparison.ofAnother(
        other.parameters(), other.auc(), other.probabilities(), published, churned, bootstrap);
  }

  private List<BaselineComparison> baselines(
      FoldedAlgorithm published, double[] scores, Bootstrap bootstrap) {
    return CompareBaselines.inFolds(
        fold -> baselines(published.without(fold), fold),
        folds.folds(),
        scores,
        churned,
        bootstrap);
  }

  private CompareBaselines baselines(ScoringModel model, int fold) {
    ForestInputs inputs = model.inputs();
    int[] others = SpreadRows.of(folds.others(fold), CompareBaselines.MOST_PAST_ROWS);
    return new CompareBaselines(
        inputs,
        data.encoded(inputs, others),
        data.churned(others),
        data.encoded(inputs, folds.held(fold)),
        data.churned(folds.held(fold)),
        model.parameters());
  }
}
