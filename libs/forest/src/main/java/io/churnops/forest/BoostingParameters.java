package io.churnops.forest;

/**
 * How trees are boosted: each round adds a tree that corrects the ones before (Chen and Guestrin,
 * XGBoost, 2016).
 *
 * @param rounds how many, 1 to {@value #MAX_ROUNDS}
 * @param maxDepth the most splits between root and leaf, 1 to {@value #MAX_DEPTH}
 * @param learningRate how much of its correction a round is believed, above 0 to 1
 * @param minChildWeight the least sum of a node's second derivatives; for a row whose score is
 *     {@code p} that is {@code 2 p (1 − p)}, at most a half
 * @param rowFraction the share of rows drawn for each round, above 0 to 1
 * @param featureFraction the share of columns drawn as candidates at each split, above 0 to 1
 * @param l2 the penalty on the square of a leaf's value, 0 to 1,000
 * @param seed of what is drawn
 */
public record BoostingParameters(
    int rounds,
    int maxDepth,
    double learningRate,
    double minChildWeight,
    double rowFraction,
    double featureFraction,
    double l2,
    long seed)
    implements ModelParameters {

  public static final int MAX_ROUNDS = 1_000;
  public static final int MAX_DEPTH = 12;

  public BoostingParameters {
    require(rounds >= 1 && rounds <= MAX_ROUNDS, "rounds must be 1 to " + MAX_ROUNDS, rounds);
    require(maxDepth >= 1 && maxDepth <= MAX_DEPTH, "maxDepth must be 1 to " + MAX_DEPTH, maxDepth);
    require(isPart(learningRate), "learningRate must be above 0 and at most 1", learningRate);
    require(
        minChildWeight >= 0 && minChildWeight <= 1e6,
        "minChildWeight must be 0 to 1,000,000",
        minChildWeight);
    require(isPart(rowFraction), "rowFraction must be above 0 and at most 1", rowFraction);
    require(
        isPart(featureFraction), "featureFraction must be above 0 and at most 1", featureFraction);
    require(l2 >= 0 && l2 <= 1_000, "l2 must be 0 to 1,000", l2);
  }

  /** 100 rounds of depth 3, a tenth of each correction, 80 % of the rows and of the columns. */
  public static BoostingParameters defaults() {
    return new BoostingParameters(100, 3, 0.1, 5, 0.8, 0.8, 1, ForestParameters.defaults().seed());
  }

  public BoostingParameters withRounds(int value) {
    return new BoostingParameters(
        value, maxDepth, learningRate, minChildWeight, rowFraction, featureFraction, l2, seed);
  }

  public BoostingParameters withMinChildWeight(double value) {
    return new BoostingParameters(
        rounds, maxDepth, learningRate, value, rowFraction, featureFraction, l2, seed);
  }

  private static boolean isPart(double value) {
    return value > 0 && value <= 1;
  }

  private static void require(boolean holds, String rule, Number actual) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", not " + actual);
    }
  }
}
