package io.churnops.training.card;

import io.churnops.forest.BoostingParameters;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.ModelParameters;
import java.util.Locale;

/** What a model was trained with, in words; the seed aside. */
public final class ParameterWords {

  private ParameterWords() {}

  public static String of(ModelParameters parameters) {
    return switch (parameters) {
      case ForestParameters forest ->
          String.format(
              Locale.ROOT,
              "%d trees of depth %d, leaves of at least %d rows, %.2f of the columns per split%s",
              forest.trees(),
              forest.maxDepth(),
              forest.minLeafSize(),
              forest.featureFraction(),
              forest.learnsMissing()
                  ? ", missing values sent to the side found at each split"
                  : "");
      case LogisticParameters logistic ->
          String.format(
              Locale.ROOT,
              "%d epochs, learning rate %s",
              logistic.epochs(),
              logistic.learningRate());
      case BoostingParameters boosting ->
          String.format(
              Locale.ROOT,
              "%d rounds of depth %d, learning rate %s, %.2f of the rows and of the columns per"
                  + " split %.2f",
              boosting.rounds(),
              boosting.maxDepth(),
              boosting.learningRate(),
              boosting.rowFraction(),
              boosting.featureFraction());
    };
  }
}
