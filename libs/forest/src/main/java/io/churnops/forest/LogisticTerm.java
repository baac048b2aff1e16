package io.churnops.forest;

import java.util.List;

/**
 * What one input adds to the log-odds of a {@link LogisticRegression}.
 *
 * <p>A number is taken as the logarithm of its magnitude, with its sign, and standardised. A
 * missing one counts as the mean, and has a weight of its own where training rows lacked it. A
 * category has its weight; one never seen in training counts as {@link ForestInputs} says, and
 * where nothing was ever missing, adds nothing.
 *
 * @param mean of the logarithms of the training rows
 * @param deviation of the logarithms of the training rows; 0 where they are all the same, and then
 *     a number adds nothing
 * @param weight of the standardised logarithm
 * @param missing added where the value is missing
 * @param categories added for each code; empty for a number
 */
public record LogisticTerm(
    double mean, double deviation, double weight, double missing, List<Double> categories) {

  public LogisticTerm {
    categories = List.copyOf(categories);
    boolean finite =
        Double.isFinite(mean)
            && Double.isFinite(weight)
            && Double.isFinite(missing)
            && categories.stream().allMatch(Double::isFinite);
    if (!finite || !(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a term's figures are finite, its deviation at least 0");
    }
  }

  /**
   * What an encoded value adds.
   *
   * @throws InvalidInputException if it is no code of its categories
   */
  public double logOdds(float value) {
    if (value == ForestInputs.MISSING) {
      return missing;
    }
    if (!categories.isEmpty()) {
      int code = (int) value;
      if (code < 0 || code >= categories.size()) {
        throw new InvalidInputException(
            "a category is coded " + value + ", of " + categories.size());
      }
      return categories.get(code);
    }
    return deviation > 0 ? weight * ((logarithm(value) - mean) / deviation) : 0;
  }

  /** The logarithm of one plus the magnitude, with the value's sign. */
  public static double logarithm(float value) {
    return Math.signum(value) * StrictMath.log1p(Math.abs((double) value));
  }
}
