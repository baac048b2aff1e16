package io.churnops.forest;

import java.util.Arrays;

/**
 * How many thresholds of a forest are below the values of a row: small whole numbers that compare
 * with ranks of thresholds as the values do with these. Every input that a split compares has a
 * column of them and, where splits send missing values right, a second one behind all these, in
 * which missing is above every value.
 *
 * <p>A search halves without a branch, four columns in step. Those with the most thresholds come
 * first, so that those in step take about as many halvings.
 */
final class ThresholdRanks {

  private static final int LANES = 4;

  /** Above every finite value. */
  private static final int PADDING = Integer.MAX_VALUE;

  /** The input of each column; the last has more than one, so that there are whole groups. */
  private final int[] inputs;

  /** The thresholds of each column, ascending, and room for as many as any of its group has. */
  private final int[] thresholds;

  /** Where those of each column begin. */
  private final int[] begins;

  /** The first step of each group's search. */
  private final int[] halves;

  /** What a missing value has in each second column; none if there are no such columns. */
  private final int[] missing;

  ThresholdRanks(SplitThresholds splits) {
    int[] compared = splits.inputs();
    inputs = Arrays.copyOf(compared, Math.ceilDiv(compared.length, LANES) * LANES);
    Arrays.fill(
        inputs,
        compared.length,
        inputs.length,
        inputs.length == 0 ? 0 : compared[compared.length - 1]);
    halves = new int[inputs.length / LANES];
    begins = new int[inputs.length];
    int size = 0;
    for (int column = 0; column < inputs.length; column++) {
      int half = Integer.highestOneBit(splits.count(inputs[column - column % LANES]));
      halves[column / LANES] = half;
      begins[column] = size;
      size += 2 * half;
    }
    thresholds = new int[size];
    Arrays.fill(thresholds, PADDING);
    missing = new int[splits.tellsMissing() ? inputs.length : 0];
    for (int column = 0; column < inputs.length; column++) {
      splits.copy(inputs[column], thresholds, begins[column]);
    }
    for (int column = 0; column < missing.length; column++) {
      missing[column] = RankedNode.carried(splits.below(inputs[column], -ForestInputs.MISSING));
    }
  }

  /** How many columns there are. */
  int width() {
    return inputs.length + missing.length;
  }

  /** The input of a column. */
  int input(int column) {
    return inputs[column < inputs.length ? column : column - inputs.length];
  }

  /** Whether a column is one in which missing is above every value. */
  boolean missingAbove(int column) {
    return column >= inputs.length;
  }

  /** The threshold of a rank in a column. */
  float threshold(int column, int rank) {
    int first = column < inputs.length ? column : column - inputs.length;
    return SplitThresholds.value(thresholds[begins[first] + rank]);
  }

  /** Writes the ranks of a row, one for each column, in the form in which nodes compare them. */
  void rank(float[] row, int[] ranks) {
    for (int group = 0; group < halves.length; group++) {
      rankFour(row, group * LANES, halves[group], ranks);
    }
    for (int column = 0; column < missing.length; column++) {
      ranks[inputs.length + column] =
          row[inputs[column]] == ForestInputs.MISSING ? missing[column] : ranks[column];
    }
  }

  private void rankFour(float[] row, int first, int firstHalf, int[] ranks) {
    int[] thresholds = this.thresholds;
    long a = SplitThresholds.ordered(row[inputs[first]]);
    long b = SplitThresholds.ordered(row[inputs[first + 1]]);
    long c = SplitThresholds.ordered(row[inputs[first + 2]]);
    long d = SplitThresholds.ordered(row[inputs[first + 3]]);
    int atA = begins[first] - 1;
    int atB = begins[first + 1] - 1;
    int atC = begins[first + 2] - 1;
    int atD = begins[first + 3] - 1;
    for (int half = firstHalf; half > 0; half >>= 1) {
      atA += (int) (thresholds[atA + half] - a >> 63) & half;
      atB += (int) (thresholds[atB + half] - b >> 63) & half;
      atC += (int) (thresholds[atC + half] - c >> 63) & half;
      atD += (int) (thresholds[atD + half] - d >> 63) & half;
    }
    ranks[first] = RankedNode.carried(atA + 1 - begins[first]);
    ranks[first + 1] = RankedNode.carried(atB + 1 - begins[first + 1]);
    ranks[first + 2] = RankedNode.carried(atC + 1 - begins[first + 2]);
    ranks[first + 3] = RankedNode.carried(atD + 1 - begins[first + 3]);
  }
}
