package io.churnops.forest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * How a forest is grown.
 *
 * @param trees how many, 1 to 2,000
 * @param maxDepth the most splits between root and leaf, 1 to {@value #MAX_DEPTH}
 * @param minLeafSize the fewest rows of a tree's bootstrap sample (rows drawn twice count twice) in
 *     any leaf; a true minimum
 * @param featureFraction the share of columns drawn as candidates at each split, above 0 to 1
 * @param seed the forest is a function of the rows, these parameters and nothing else
 * @param missing where missing values go; absent where they go with the lowest, as in forests from
 *     before there was a choice, so that these are described as they were
 */
public record ForestParameters(
    int trees,
    int maxDepth,
    int minLeafSize,
    double featureFraction,
    long seed,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MissingValues> missing)
    implements ModelParameters {

  /** The greatest depth whose children a packed node can reach. */
  public static final int MAX_DEPTH = 16;

  private static final int MAX_TREES = 2_000;

  public ForestParameters {
    require(trees >= 1 && trees <= MAX_TREES, "trees must be 1 to " + MAX_TREES, trees);
    require(maxDepth >= 1 && maxDepth <= MAX_DEPTH, "maxDepth must be 1 to " + MAX_DEPTH, maxDepth);
    require(minLeafSize >= 1, "minLeafSize must be at least 1", minLeafSize);
    require(
        featureFraction > 0 && featureFraction <= 1,
        "featureFraction must be above 0 and at most 1",
        featureFraction);
    missing = missing.filter(values -> values != MissingValues.LOW);
  }

  /** Of a forest that sends missing values with the lowest. */
  public ForestParameters(
      int trees, int maxDepth, int minLeafSize, double featureFraction, long seed) {
    this(trees, maxDepth, minLeafSize, featureFraction, seed, Optional.empty());
  }

  /**
   * 200 trees of depth 7, leaves of at least 20 rows, 20 % of the columns at each split, which
   * learns where missing values go.
   */
  public static ForestParameters defaults() {
    return new ForestParameters(200, 7, 20, 0.2, 42).withMissing(MissingValues.LEARNED);
  }

  public ForestParameters withTrees(int value) {
    return new ForestParameters(value, maxDepth, minLeafSize, featureFraction, seed, missing);
  }

  public ForestParameters withMaxDepth(int value) {
    return new ForestParameters(trees, value, minLeafSize, featureFraction, seed, missing);
  }

  public ForestParameters withMinLeafSize(int value) {
    return new ForestParameters(trees, maxDepth, value, featureFraction, seed, missing);
  }

  public ForestParameters withFeatureFraction(double value) {
    return new ForestParameters(trees, maxDepth, minLeafSize, value, seed, missing);
  }

  public ForestParameters withSeed(long value) {
    return new ForestParameters(trees, maxDepth, minLeafSize, featureFraction, value, missing);
  }

  public ForestParameters withMissing(MissingValues value) {
    return new ForestParameters(
        trees, maxDepth, minLeafSize, featureFraction, seed, Optional.of(value));
  }

  /** Whether each split learns where missing values go. */
  public boolean learnsMissing() {
    return missing.isPresent();
  }

  private static void require(boolean holds, String rule, Number actual) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", not " + actual);
    }
  }
}
