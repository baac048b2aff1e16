package io.churnops.forest;

import java.util.Arrays;

/**
 * A column of values replaced by at most 256 bins. The cuts between bins are floats that lie
 * between two values seen in training, so that comparing a value with a cut and comparing their
 * bins agree. Missing values have the lowest bin to themselves.
 */
final class BinnedColumn {

  static final int MAX_BINS = 256;

  /** Between a missing value and every other. */
  private static final float MISSING_CUT = ForestInputs.MISSING / 2;

  /** Cuts are drawn from at most this many rows, evenly spread. */
  private static final int MAX_SAMPLE = 200_000;

  private final float[] cuts;
  private final byte[] bins;

  BinnedColumn(float[] cuts, byte[] bins) {
    this.cuts = cuts;
    this.bins = bins;
  }

  static BinnedColumn of(float[] values) {
    float[] cuts = cuts(values);
    byte[] bins = new byte[values.length];
    for (int row = 0; row < values.length; row++) {
      bins[row] = (byte) bin(values[row], cuts);
    }
    return new BinnedColumn(cuts, bins);
  }

  int size() {
    return cuts.length + 1;
  }

  /** Whether the lowest bin is that of missing values, with others above. */
  boolean hasMissing() {
    return cuts.length > 0 && cuts[0] == MISSING_CUT;
  }

  /** The threshold that separates a bin, and those below, from the ones above. */
  float cutAbove(int bin) {
    return cuts[bin];
  }

  /** The thresholds between the bins, ascending. */
  float[] cuts() {
    return cuts;
  }

  /** The bin of each row, as an unsigned byte. */
  byte[] bins() {
    return bins;
  }

  private static int bin(float value, float[] cuts) {
    int low = 0;
    int high = cuts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value <= cuts[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static float[] cuts(float[] values) {
    boolean missing = false;
    for (float value : values) {
      missing |= value == ForestInputs.MISSING;
    }
    float[] present = sortedSample(values);
    float[] cuts = new float[MAX_BINS - 1];
    int count = 0;
    if (missing && present.length > 0) {
      cuts[count++] = MISSING_CUT;
    }
    count = addCuts(present, cuts, count);
    return Arrays.copyOf(cuts, count);
  }

  private static float[] sortedSample(float[] values) {
    int[] rows = SpreadRows.places(values.length, MAX_SAMPLE).toArray();
    float[] sample = new float[rows.length];
    int size = 0;
    for (int row : rows) {
      if (values[row] != ForestInputs.MISSING) {
        sample[size++] = values[row] + 0.0f; // makes -0 and 0 the same value
      }
    }
    float[] present = Arrays.copyOf(sample, size);
    Arrays.sort(present);
    return present;
  }

  /** Fills the remaining room with cuts that put about as many rows in each bin. */
  private static int addCuts(float[] sorted, float[] cuts, int from) {
    int count = from;
    int inBin = 0;
    int distinctLeft = distinct(sorted);
    for (int i = 0; i + 1 < sorted.length; i++) {
      inBin++;
      if (sorted[i] == sorted[i + 1]) {
        continue;
      }
      distinctLeft--;
      int binsLeft = cuts.length - count + 1;
      boolean full = (long) inBin * binsLeft >= (long) inBin + sorted.length - i - 1;
      if (binsLeft > 1 && (full || distinctLeft < binsLeft)) {
        cuts[count++] = between(sorted[i], sorted[i + 1]);
        inBin = 0;
      }
    }
    return count;
  }

  private static int distinct(float[] sorted) {
    int distinct = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        distinct++;
      }
    }
    return distinct;
  }

  /** The threshold between two neighbouring values of a column, of which one may be missing. */
  static float cutBetween(float lower, float upper) {
    return lower == ForestInputs.MISSING ? MISSING_CUT : between(lower, upper);
  }

  /** The middle of two floats, or the lower of them where nothing lies between. */
  private static float between(float lower, float upper) {
    float middle = (float) (((double) lower + upper) / 2);
    return middle < upper ? middle : lower;
  }
}
