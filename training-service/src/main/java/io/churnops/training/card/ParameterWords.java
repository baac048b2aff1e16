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
              "%d trees of depth %d, leaves of at least %d rows, %.2f of the columns per split",
              forest.trees(),
              forest.maxDepth(),
              forest.minLeafSize(),
              forest.featureFraction());
      case LogisticParameters logistic ->
          String.format(
              Locale.ROOT,
              "%d epochs, learning rate %s",
              logistic.epochs(),
              logistic.learningRate());
      case BoostingParameters boosting ->
          String.format(
              Locale.ROOT,
              "%d rounds of depth %d, learning rate %s, %.2f of the rows per round, %.2f of the"
                  + " columns per split, nodes of weight %s at least, L2 penalty %s",
              boosting.rounds(),
              boosting.maxDepth(),
              boosting.learningRate(),
              boosting.rowFraction(),
              boosting.featureFraction(),
              boosting.minChildWeight(),
              boosting.l2());
    };
  }

  /** Where a forest sends rows whose value is missing. */
  public static String missing(ForestParameters forest) {
    return forest.learnsMissing() ? "to the side that each split learnt" : "with the lowest";
  }
}
