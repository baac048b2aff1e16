package io.churnops.training.runs;

import io.churnops.forest.ModelParameters;
import io.churnops.forest.SpreadRows;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.Fold;
import io.churnops.training.datasets.Split;
import java.util.List;
import java.util.Map;

/** What points of a search reach on the folds of the past: a function of data and request. */
final class JudgeTrial {

  private final Dataset data;
  private final List<Fold> folds;
  private final RunRequest request;
  private final SearchWish wish;
  private final SearchPoints points;
  private final FitModel fitModel;

  JudgeTrial(
      Dataset data,
      Split split,
      RunRequest request,
      SearchWish wish,
      SearchPoints points,
      int threads) {
    this.data = data;
    this.folds = Fold.of(data, split, wish.foldsOrDefault());
    this.request = request;
    this.wish = wish;
    this.points = points;
    this.fitModel =
        new FitModel(
            data, request.growthOptions(), TimeBudget.unlimited(), new RunProgress(), threads);
  }

  /** The objective on each fold, of a point that is given a part of the rows or trees. */
  List<Double> figures(Map<String, Double> point, double fraction) {
    double partOfTrees = wish.halvesTrees() ? fraction : 1;
    double partOfRows = wish.halvesTrees() ? 1 : fraction;
    ModelParameters parameters = points.parameters(point, partOfTrees);
    return folds.stream().map(fold -> figure(fold, parameters, partOfRows)).toList();
  }

  private double figure(Fold fold, ModelParameters parameters, double partOfRows) {
    FittedModel fitted = fitModel.fit(part(fold.training(), partOfRows), parameters);
    double[] scores = fitted.compiled().scores(data.encoded(fitted.inputs(), fold.validation()));
    return wish.objectiveOrDefault()
        .of(scores, data.churned(fold.validation()), request.thresholdRule());
  }

  /** A part of the rows, evenly spread, and never too few to learn from. */
  private static int[] part(int[] rows, double part) {
    return SpreadRows.of(
        rows, (int) Math.max(Fold.FEWEST_TRAINING_ROWS, Math.rint(rows.length * part)));
  }
}
