package io.churnops.training.runs;

import io.churnops.forest.Algorithm;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.evaluation.CalibratorFitter;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.KFold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An algorithm fitted to all folds but one, for each in turn, and what those models say of the rows
 * that they have not learnt from.
 */
final class FoldedAlgorithm {

  private final ModelParameters asked;
  private final List<ScoringModel> models;
  private final Dataset data;
  private final KFold folds;
  private final boolean[] churned;
  private final double[] raw;

  private FoldedAlgorithm(
      ModelParameters asked, List<ScoringModel> models, Dataset data, KFold folds) {
    this.asked = asked;
    this.models = models;
    this.data = data;
    this.folds = folds;
    this.churned = data.churned(folds.rows());
    this.raw = outOfFold();
  }

  /** Fits a model per fold, all with as many trees as the last of them had time for. */
  static FoldedAlgorithm fit(
      ModelParameters asked, FitModel fitModel, Dataset data, KFold folds, RunProgress progress) {
    var begun = new ArrayList<ScoringModel>();
    ModelParameters parameters = asked;
    for (int fold = 0; fold < folds.folds().size(); fold++) {
      ScoringModel fitted = fitModel.fit(folds.others(fold), parameters).scoring();
      parameters = fitted.parameters();
      begun.add(fitted);
      progress.foldFitted();
    }
    return new FoldedAlgorithm(asked, upTo(parameters, begun), data, folds);
  }

  /** The same with fewer trees. */
  FoldedAlgorithm upTo(ModelParameters fewer) {
    return new FoldedAlgorithm(asked, upTo(fewer, models), data, folds);
  }

  private static List<ScoringModel> upTo(ModelParameters fewer, List<ScoringModel> models) {
    return models.stream().map(model -> model.upTo(fewer)).toList();
  }

  Algorithm algorithm() {
    return Algorithm.of(asked);
  }

  /** What was to be trained; time may have ended before all its trees were grown. */
  ModelParameters asked() {
    return asked;
  }

  ModelParameters parameters() {
    return models.getFirst().parameters();
  }

  /** The model that has not seen a fold. */
  ScoringModel without(int fold) {
    return models.get(fold);
  }

  /** The scores of all rows, each by a model of the other folds. */
  double[] raw() {
    return raw;
  }

  double auc() {
    return BinaryMetrics.auc(raw, churned);
  }

  /** The scores, made probabilities by calibrators of the other folds' scores. */
  double[] probabilities() {
    double[] probabilities = new double[raw.length];
    for (int fold = 0; fold < models.size(); fold++) {
      int[] others = folds.otherPlaces(fold);
      boolean[] othersChurned = new boolean[others.length];
      IntStream.range(0, others.length).forEach(i -> othersChurned[i] = churned[others[i]]);
      Calibrator calibrator = CalibratorFitter.fit(pick(raw, others), othersChurned);
      write(calibrator.probabilities(pick(raw, folds.folds().get(fold))), fold, probabilities);
    }
    return probabilities;
  }

  private double[] outOfFold() {
    double[] scores = new double[churned.length];
    for (int fold = 0; fold < models.size(); fold++) {
      write(models.get(fold).scores(data, folds.held(fold)), fold, scores);
    }
    return scores;
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
}
