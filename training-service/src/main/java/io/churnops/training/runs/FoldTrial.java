package io.churnops.training.runs;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.SpreadRows;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.CalibratorFitter;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.KFold;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.BaselineComparison;
import io.churnops.training.evaluation.CompareBaselines;
import io.churnops.training.evaluation.LearningCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Judges a model of a table in folds: each row is scored by a model of the other folds, and made a
 * probability by a calibrator of the other folds' scores. Calibrator and threshold of the final
 * model, which learns from all rows, are chosen on all these scores.
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

  /** Fits a model per fold, and one of all rows. */
  static Trial of(
      Dataset data, RunRequest request, FitModel fitModel, KFold folds, RunProgress progress) {
    return new FoldTrial(data, request, fitModel, folds).run(progress);
  }

  private Trial run(RunProgress progress) {
    int[] all = folds.rows();
    ModelParameters asked =
        request.modelParameters(request.algorithms().getFirst(), folds.others(0).length);
    var begun = new ArrayList<ScoringModel>();
    ModelParameters parameters = asked;
    for (int fold = 0; fold < folds.folds().size(); fold++) {
      ScoringModel fitted = fitModel.fit(folds.others(fold), parameters).scoring();
      parameters = fitted.parameters();
      begun.add(fitted);
    }
    FittedModel last = fitModel.fit(all, parameters);
    List<ScoringModel> models = begun.stream().map(model -> model.upTo(last.parameters())).toList();
    double[] raw = outOfFold(models);
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
    double[] scores = calibratedByOthers(raw);
    float[][] held = data.encoded(models.getFirst().inputs(), folds.held(0));
    return new Trial(
        new Split(Split.Method.K_FOLD, all, all, all, all),
        asked,
        last,
        calibrator,
        threshold,
        BinaryMetrics.atThreshold(probabilities, churned, threshold),
        scores,
        models.getFirst(),
        folds.folds().getFirst(),
        LearningCurve.of(models.getFirst().compiled(), held, data.churned(folds.held(0))),
        bootstrap -> baselines(models, scores, bootstrap),
        _ -> List.of());
  }

  private double[] outOfFold(List<ScoringModel> models) {
    double[] raw = new double[churned.length];
    for (int fold = 0; fold < models.size(); fold++) {
      write(models.get(fold).scores(data, folds.held(fold)), fold, raw);
    }
    return raw;
  }

  private double[] calibratedByOthers(double[] raw) {
    double[] probabilities = new double[raw.length];
    for (int fold = 0; fold < folds.folds().size(); fold++) {
      int[] others = folds.otherPlaces(fold);
      boolean[] othersChurned = new boolean[others.length];
      IntStream.range(0, others.length).forEach(i -> othersChurned[i] = churned[others[i]]);
      Calibrator calibrator = CalibratorFitter.fit(pick(raw, others), othersChurned);
      write(calibrator.probabilities(pick(raw, folds.folds().get(fold))), fold, probabilities);
    }
    return probabilities;
  }

  private void write(double[] ofFold, int fold, double[] into) {
    int[] places = folds.folds().get(fold);
    for (int i = 0; i < places.length; i++) {
      into[places[i]] = ofFold[i];
    }
  }

  private static double[] pick(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
  }

  private List<BaselineComparison> baselines(
      List<ScoringModel> models, double[] scores, Bootstrap bootstrap) {
    return CompareBaselines.inFolds(
        fold -> baselines(models.get(fold), fold), folds.folds(), scores, churned, bootstrap);
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
