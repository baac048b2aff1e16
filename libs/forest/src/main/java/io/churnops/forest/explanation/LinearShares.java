package io.churnops.forest.explanation;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInput;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.LogisticRegression;
import io.churnops.forest.LogisticTerm;
import io.churnops.forest.baseline.BaselineProfile;
import io.churnops.forest.baseline.CategoryCount;
import io.churnops.forest.baseline.CategoryProfile;
import io.churnops.forest.baseline.FeatureProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The terms of a logistic regression, each against its mean over the training rows: the exact
 * Shapley values of its log-odds, as its inputs do not work together.
 */
final class LinearShares implements ExplainScores {

  private final LogisticRegression regression;
  private final double[] means;
  private final double base;

  private LinearShares(LogisticRegression regression, double[] means) {
    this.regression = regression;
    this.means = means;
    this.base = regression.intercept() + Arrays.stream(means).sum();
  }

  static LinearShares of(
      LogisticRegression regression, ForestInputs inputs, BaselineProfile baseline) {
    double[] means = new double[inputs.size()];
    for (int i = 0; i < means.length; i++) {
      String name = inputs.inputs().get(i).name();
      LogisticTerm term = regression.terms().get(i);
      ForestInput input = inputs.inputs().get(i);
      means[i] =
          baseline.features().stream()
              .filter(profile -> profile.name().equals(name) && profile.rows() > 0)
              .findFirst()
              .map(profile -> mean(term, input, profile))
              .orElse(0.0);
    }
    return new LinearShares(regression, means);
  }

  /**
   * What a term adds on average; a number is standardised, so that known ones add nothing. Where
   * rows are weighted, that is so of the weighted ones, while the profile counts each row once.
   */
  private static double mean(LogisticTerm term, ForestInput input, FeatureProfile profile) {
    double sum = profile.missing() * term.logOdds(ForestInputs.MISSING);
    if (profile instanceof CategoryProfile categories && !term.categories().isEmpty()) {
      var alone = new ForestInputs(List.of(input));
      for (CategoryCount category : categories.categories()) {
        sum += category.count() * logOdds(term, alone, category.value());
      }
      sum += categories.unlisted() * term.logOdds(input.codeOfOther());
    }
    return sum / profile.rows();
  }

  private static double logOdds(LogisticTerm term, ForestInputs alone, String category) {
    return term.logOdds(alone.encode(FeatureRow.of(List.of(category)))[0]);
  }

  @Override
  public long steps() {
    return means.length;
  }

  @Override
  public Explanation explain(float[] row) {
    regression.score(row); // refuses what does not fit
    List<Double> contributions = new ArrayList<>(row.length);
    for (int input = 0; input < row.length; input++) {
      contributions.add(regression.terms().get(input).logOdds(row[input]) - means[input]);
    }
    return new Explanation(Explanation.Unit.LOG_ODDS, base, contributions);
  }
}
