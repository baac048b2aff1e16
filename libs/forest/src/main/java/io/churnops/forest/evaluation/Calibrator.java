package io.churnops.forest.evaluation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * Turns the score of a forest into a probability, by straight lines between knots. Strictly
 * monotone from 0 to 1, so that customers keep their order and no new ties arise.
 *
 * @param method how the knots were found
 * @param scores where the knots lie, strictly ascending from 0 to 1
 * @param probabilities what they become, strictly ascending from 0 to 1
 */
public record Calibrator(Method method, List<Double> scores, List<Double> probabilities) {

  private static final int MOST_KNOTS = 1_000;

  /** How a calibrator came about. */
  public enum Method {
    /** Scores stay what they are. */
    NONE,
    /** A logistic function of the log odds of the score (Platt 1999). */
    PLATT,
    /** Steps by pooling adjacent violators, joined by lines from centre to centre. */
    ISOTONIC
  }

  public Calibrator {
    scores = List.copyOf(scores);
    probabilities = List.copyOf(probabilities);
    checkAscending("scores", scores);
    checkAscending("probabilities", probabilities);
    if (scores.size() != probabilities.size()) {
      throw new IllegalArgumentException(
          scores.size() + " knots, " + probabilities.size() + " probabilities");
    }
  }

  private static void checkAscending(String what, List<Double> values) {
    if (values.size() < 2 || values.size() > MOST_KNOTS) {
      throw new IllegalArgumentException(what + " must be 2 to " + MOST_KNOTS);
    }
    if (values.getFirst() != 0 || values.getLast() != 1) {
      throw new IllegalArgumentException(what + " must reach from 0 to 1");
    }
    for (int i = 1; i < values.size(); i++) {
      if (!(values.get(i - 1) < values.get(i))) {
        throw new IllegalArgumentException(what + " must ascend, but " + i + " does not");
      }
    }
  }

  /** Leaves scores as they are. */
  public static Calibrator none() {
    return new Calibrator(Method.NONE, List.of(0.0, 1.0), List.of(0.0, 1.0));
  }

  /** Whether scores stay what they are. */
  @JsonIgnore
  public boolean isNone() {
    return method == Method.NONE;
  }

  /** The probability that a score in [0, 1] stands for. */
  public double probability(double score) {
    if (isNone()) {
      return score;
    }
    int low = 0;
    int high = scores.size() - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (scores.get(middle) <= score) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double part = (score - scores.get(low)) / (scores.get(high) - scores.get(low));
    double from = probabilities.get(low);
    return Math.clamp(from + part * (probabilities.get(high) - from), 0, 1);
  }

  /** The probabilities that scores stand for. */
  public double[] probabilities(double[] values) {
    double[] probabilitiesOfValues = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      probabilitiesOfValues[i] = probability(values[i]);
    }
    return probabilitiesOfValues;
  }
}
