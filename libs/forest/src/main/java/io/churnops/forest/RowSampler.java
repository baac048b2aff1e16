package io.churnops.forest;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws the rows a tree is grown from, with replacement. A row is drawn with a probability in
 * proportion to its weight (Walker's alias method), and as many draws are made as the weights are
 * worth in rows of one weight, (Σw)² / Σw² (Kish 1965): with equal weights, as many as there are
 * rows. A row that was drawn {@value #MOST_DRAWS} times is not drawn more.
 */
final class RowSampler {

  static final int MOST_DRAWS = 15;

  private final int rows;
  private final int draws;
  private final float[] keep;
  private final int[] alias;

  private RowSampler(int rows, int draws, float[] keep, int[] alias) {
    this.rows = rows;
    this.draws = draws;
    this.keep = keep;
    this.alias = alias;
  }

  static RowSampler of(Targets targets) {
    if (!targets.isWeighted()) {
      return new RowSampler(targets.rows(), targets.rows(), new float[0], new int[0]);
    }
    double[] scaled = new double[targets.rows()];
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < scaled.length; row++) {
      double weight = targets.weight(row);
      scaled[row] = weight;
      sum += weight;
      squares += weight * weight;
    }
    for (int row = 0; row < scaled.length; row++) {
      scaled[row] *= scaled.length / sum;
    }
    return weighted(scaled, (int) Math.round(sum * sum / squares));
  }

  /** Pairs each row lighter than the mean with a heavier one that fills its place up. */
  private static RowSampler weighted(double[] scaled, int draws) {
    int rows = scaled.length;
    float[] keep = new float[rows];
    Arrays.fill(keep, 1);
    int[] alias = new int[rows];
    int[] waiting = new int[rows];
    int light = 0;
    int heavy = rows;
    for (int row = 0; row < rows; row++) {
      alias[row] = row;
      if (scaled[row] < 1) {
        waiting[light++] = row;
      } else {
        waiting[--heavy] = row;
      }
    }
    while (light > 0 && heavy < rows) {
      int lighter = waiting[--light];
      int heavier = waiting[heavy];
      keep[lighter] = (float) scaled[lighter];
      alias[lighter] = heavier;
      scaled[heavier] -= 1 - scaled[lighter];
      if (scaled[heavier] < 1) {
        heavy++;
        waiting[light++] = heavier;
      }
    }
    return new RowSampler(rows, draws, keep, alias);
  }

  /** How many rows of equal weight the rows are worth; so many draws are made. */
  int draws() {
    return draws;
  }

  /** Writes how often each row was drawn. */
  void draw(SplittableRandom random, byte[] drawn) {
    Arrays.fill(drawn, (byte) 0);
    for (int i = 0; i < draws; i++) {
      int row = random.nextInt(rows);
      if (keep.length > 0 && random.nextFloat() >= keep[row]) {
        row = alias[row];
      }
      if (drawn[row] < MOST_DRAWS) {
        drawn[row]++;
      }
    }
  }
}
