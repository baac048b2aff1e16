package io.churnops.forest;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Grows trees over columns of at most 256 bins. A large node's columns are summed up three at a
 * time, so that its rows are gone through once for all of them; of a small node only the bins that
 * hold a row are looked at. Where missing values may go right, the sums are gone through once more
 * without those of the lowest bin.
 */
final class HistogramGrower extends TreeGrower {

  private static final int SMALL = 512;

  private final BinnedColumn[] columns;
  private final boolean[] learnsMissing;
  private final long[] first = new long[BinnedColumn.MAX_BINS];
  private final long[] second = new long[BinnedColumn.MAX_BINS];
  private final long[] third = new long[BinnedColumn.MAX_BINS];
  private final long[] held = new long[BinnedColumn.MAX_BINS / Long.SIZE];

  HistogramGrower(BinnedTable table, ForestParameters parameters, RowSampler sampler) {
    super(
        table.columns().length, table.targets(), parameters, sampler, splittable(table.columns()));
    this.columns = table.columns();
    learnsMissing = new boolean[columns.length];
    for (int column = 0; column < columns.length; column++) {
      learnsMissing[column] =
          parameters.learnsMissing()
              && CompiledForest.tellsMissing(columns.length)
              && columns[column].hasMissing();
    }
  }

  /** The columns that have anything to split, in order. */
  private static int[] splittable(BinnedColumn[] columns) {
    return IntStream.range(0, columns.length)
        .filter(column -> columns[column].size() > 1)
        .toArray();
  }

  @Override
  void search(int[] order, int start, int count, int from, int to) {
    int place = start;
    int end = start + count;
    if (to - from <= SMALL) {
      for (; place < end; place++) {
        searchSmall(order[place], from, to);
      }
      return;
    }
    for (; place + 3 <= end; place += 3) {
      fill(order[place], order[place + 1], order[place + 2], from, to);
      scan(order[place], first);
      scan(order[place + 1], second);
      scan(order[place + 2], third);
    }
    for (; place < end; place++) {
      fill(order[place], from, to);
      scan(order[place], first);
    }
  }

  private void fill(int a, int b, int c, int from, int to) {
    byte[] binsOfA = columns[a].bins();
    byte[] binsOfB = columns[b].bins();
    byte[] binsOfC = columns[c].bins();
    long[] sumsOfA = first;
    long[] sumsOfB = second;
    long[] sumsOfC = third;
    for (int i = from; i < to; i++) {
      int entry = entries[i];
      int row = entry >>> ROW_SHIFT;
      long cell = cell(entry);
      sumsOfA[binsOfA[row] & 0xFF] += cell;
      sumsOfB[binsOfB[row] & 0xFF] += cell;
      sumsOfC[binsOfC[row] & 0xFF] += cell;
    }
  }

  private void fill(int column, int from, int to) {
    byte[] bins = columns[column].bins();
    for (int i = from; i < to; i++) {
      int entry = entries[i];
      first[bins[entry >>> ROW_SHIFT] & 0xFF] += cell(entry);
    }
  }

  /** Offers the cuts of a column and leaves its sums at nothing. */
  private void scan(int column, long[] sums) {
    int size = columns[column].size();
    offerCuts(column, sums, 0, false);
    if (learnsMissing[column] && sums[0] != 0) {
      offerCuts(column, sums, 1, true);
    }
    Arrays.fill(sums, 0, size, 0);
  }

  private void offerCuts(int column, long[] sums, int firstBin, boolean missingRight) {
    int last = columns[column].size() - 1;
    long left = 0;
    for (int bin = firstBin; bin < last; bin++) {
      if (sums[bin] != 0) {
        left += sums[bin];
        if (!offer(column, bin, missingRight, left)) {
          return;
        }
      }
    }
  }

  private void searchSmall(int column, int from, int to) {
    byte[] bins = columns[column].bins();
    for (int i = from; i < to; i++) {
      int entry = entries[i];
      int bin = bins[entry >>> ROW_SHIFT] & 0xFF;
      first[bin] += cell(entry);
      held[bin >>> 6] |= 1L << bin;
    }
    boolean both = learnsMissing[column] && first[0] != 0;
    offerHeld(column, false, !both);
    if (both) {
      first[0] = 0;
      held[0] &= ~1L;
      offerHeld(column, true, true);
    }
  }

  /** Offers the cuts above the bins that are held; may leave all sums at nothing. */
  private void offerHeld(int column, boolean missingRight, boolean clear) {
    boolean goOn = true;
    int last = columns[column].size() - 1;
    long left = 0;
    for (int word = 0; word < held.length; word++) {
      for (long bits = held[word]; bits != 0; bits &= bits - 1) {
        int bin = word << 6 | Long.numberOfTrailingZeros(bits);
        left += first[bin];
        goOn = goOn && bin < last && offer(column, bin, missingRight, left);
        if (clear) {
          first[bin] = 0;
        }
      }
      if (clear) {
        held[word] = 0;
      }
    }
  }

  @Override
  float cutAbove(int column, int bin) {
    return columns[column].cutAbove(bin);
  }

  @Override
  int partition(
      int column, int lastLeftBin, boolean missingRight, int from, int to, int[] scratch) {
    byte[] bins = columns[column].bins();
    int turned = missingRight ? 1 : 0; // makes the lowest bin the highest
    int lastLeft = lastLeftBin - turned;
    int left = from;
    int right = 0;
    for (int i = from; i < to; i++) {
      int entry = entries[i];
      entries[left] = entry;
      scratch[right] = entry;
      int goesRight = (lastLeft - ((bins[entry >>> ROW_SHIFT] - turned) & 0xFF)) >>> 31;
      right += goesRight;
      left += 1 - goesRight;
    }
    System.arraycopy(scratch, 0, entries, left, right);
    return left;
  }
}
