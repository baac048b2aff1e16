package io.churnops.forest;

/**
 * How a logistic regression is fitted: by stochastic gradient descent with AdaGrad (Duchi, Hazan
 * and Singer 2011).
 *
 * @param epochs how often each training row is seen, 1 to {@value #MAX_EPOCHS}
 * @param learningRate the first step, above 0 to 10
 * @param seed of the order of the rows
 */
public record LogisticParameters(int epochs, double learningRate, long seed)
    implements ModelParameters {

  public static final int MAX_EPOCHS = 1_000;

  public LogisticParameters {
    if (epochs < 1 || epochs > MAX_EPOCHS) {
      throw new IllegalArgumentException("epochs must be 1 to " + MAX_EPOCHS + ", not " + epochs);
    }
    if (!(learningRate > 0 && learningRate <= 10)) {
      throw new IllegalArgumentException(
          "learningRate must be above 0 and at most 10, not " + learningRate);
    }
  }

  /** Ten epochs, beginning with steps of 0.1. */
  public static LogisticParameters defaults() {
    return new LogisticParameters(10, 0.1, ForestParameters.defaults().seed());
  }
}
