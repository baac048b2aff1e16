package io.churnops.forest;

/**
 * What scores encoded rows: the form of a model that is stored, loaded and served. Immutable and
 * safe for use by many threads; the same row gets the same score to the bit, alone or in a batch,
 * on any machine.
 */
public sealed interface CompiledModel permits DecisionTrees, LogisticRegression {

  /** How many values a row has. */
  int inputs();

  /**
   * The churn probability of one encoded row.
   *
   * @throws InvalidInputException if the row is of another width or holds a value that is not
   *     finite
   */
  double score(float[] row);

  /**
   * Writes the churn probabilities of encoded rows into {@code scores}, which must be as long.
   *
   * @throws InvalidInputException as for a single row
   */
  void score(float[][] rows, double[] scores);

  /** The churn probabilities of encoded rows. */
  default double[] scores(float[][] rows) {
    double[] scores = new double[rows.length];
    score(rows, scores);
    return scores;
  }
}
