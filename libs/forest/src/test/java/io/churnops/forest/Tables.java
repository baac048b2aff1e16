package io.churnops.forest;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Seeded tables with a known churn process, for the tests of this module. */
public final class Tables {

  private Tables() {}

  /** A table and the probability each of its labels was drawn with. */
  public record Known(TrainingTable table, double[] probabilities) {

    public boolean[] labels() {
      boolean[] labels = new boolean[table.rows()];
      for (int row = 0; row < labels.length; row++) {
        labels[row] = table.label(row);
      }
      return labels;
    }

    public float[][] rows() {
      return IntStream.range(0, table.rows()).mapToObj(table::row).toArray(float[][]::new);
    }
  }

  /**
   * Five columns: recency in days, orders, a ratio that is missing for a quarter of the rows,
   * noise, and a constant. Churn grows with recency, falls with orders, and is likelier where the
   * ratio is missing.
   */
  public static Known shop(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var builder = TrainingTable.builder(List.of("recency", "orders", "ratio", "noise", "constant"));
    double[] probabilities = new double[rows];
    for (int row = 0; row < rows; row++) {
      float recency = (float) (random.nextExponential() * 20);
      float orders = random.nextInt(12);
      float ratio = random.nextInt(4) == 0 ? ForestInputs.MISSING : (float) random.nextDouble();
      float noise = (float) random.nextGaussian();
      double logit = -1 + recency / 15 - orders / 4 + (ratio == ForestInputs.MISSING ? 1.5 : ratio);
      probabilities[row] = 1 / (1 + Math.exp(-logit));
      builder.add(
          new float[] {recency, orders, ratio, noise, 7}, random.nextDouble() < probabilities[row]);
    }
    return new Known(builder.build(), probabilities);
  }
}
