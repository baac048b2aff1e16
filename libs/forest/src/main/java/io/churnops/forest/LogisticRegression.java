package io.churnops.forest;

import java.util.List;

/**
 * A logistic regression over encoded rows: one term per input, added up and passed through the
 * logistic function. All it takes to read a row, scaling and missing values included, is in its
 * terms.
 *
 * @param intercept what a row has before any term, in log-odds
 * @param terms one per input, in their order
 */
public record LogisticRegression(double intercept, List<LogisticTerm> terms)
    implements CompiledModel {

  public LogisticRegression {
    terms = List.copyOf(terms);
    if (!Double.isFinite(intercept)) {
      throw new IllegalArgumentException("the intercept is " + intercept);
    }
    if (terms.isEmpty() || terms.size() > CompiledForest.MAX_INPUTS) {
      throw new IllegalArgumentException(
          "a regression has 1 to " + CompiledForest.MAX_INPUTS + " terms, not " + terms.size());
    }
  }

  @Override
  public int inputs() {
    return terms.size();
  }

  /** Strict arithmetic, so that reference scores hold on every machine. */
  @Override
  public double score(float[] row) {
    if (row.length != terms.size()) {
      throw new InvalidInputException(
          "the regression has " + terms.size() + " inputs, the row " + row.length + " values");
    }
    double logOdds = intercept;
    for (int input = 0; input < row.length; input++) {
      if (!Float.isFinite(row[input])) {
        throw new InvalidInputException("input " + input + " is " + row[input] + ", not finite");
      }
      logOdds += terms.get(input).logOdds(row[input]);
    }
    return 1 / (1 + StrictMath.exp(-logOdds));
  }

  @Override
  public void score(float[][] rows, double[] scores) {
    if (rows.length != scores.length) {
      throw new IllegalArgumentException(rows.length + " rows, room for " + scores.length);
    }
    for (int row = 0; row < rows.length; row++) {
      scores[row] = score(rows[row]);
    }
  }
}
