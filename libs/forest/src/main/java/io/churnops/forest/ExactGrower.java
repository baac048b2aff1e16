package io.churnops.forest;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Grows trees that may cut between any two values: each node sorts its rows by each drawn column.
 * Several times the work and memory of histograms; on columns of at most 256 values, missing
 * included, the same trees.
 */
final class ExactGrower extends TreeGrower {

  private final RankedColumn[] columns;
  private final boolean learnsMissing;
  private final long[] keys;

  ExactGrower(
      RankedColumn[] columns, Targets targets, ForestParameters parameters, RowSampler sampler) {
    super(columns.length, targets, parameters, sampler, splittable(columns));
    this.columns = columns;
    learnsMissing = parameters.learnsMissing() && CompiledForest.tellsMissing(columns.length);
    keys = new long[targets.rows()];
  }

  private static int[] splittable(RankedColumn[] columns) {
    return IntStream.range(0, columns.length)
        .filter(column -> columns[column].size() > 1)
        .toArray();
  }

  @Override
  void search(int[] order, int start, int count, int from, int to) {
    for (int place = start; place < start + count; place++) {
      search(order[place], from, to);
    }
  }

  private void search(int column, int from, int to) {
    int[] ranks = columns[column].ranks();
    int size = to - from;
    for (int i = 0; i < size; i++) {
      int entry = entries[from + i];
      keys[i] = (long) ranks[entry >>> ROW_SHIFT] << ROW_SHIFT | entry & CELL_MASK;
    }
    Arrays.sort(keys, 0, size);
    offerCuts(column, 0, size, false);
    if (learnsMissing && columns[column].hasMissing() && rank(0) == 0) {
      int present = 1;
      while (present < size && rank(present) == 0) {
        present++;
      }
      offerCuts(column, present, size, true);
    }
  }

  /** Offers the cuts between sorted rows, of which those before the first would go right. */
  private void offerCuts(int column, int first, int size, boolean missingRight) {
    long left = 0;
    for (int i = first; i + 1 < size; i++) {
      left += cell((int) keys[i] & CELL_MASK);
      int rank = rank(i);
      if (rank != rank(i + 1) && !offer(column, rank, missingRight, left)) {
        return;
      }
    }
  }

  private int rank(int i) {
    return (int) (keys[i] >>> ROW_SHIFT);
  }

  @Override
  float cutAbove(int column, int bin) {
    return columns[column].cutAbove(bin);
  }

  @Override
  int partition(
      int column, int lastLeftBin, boolean missingRight, int from, int to, int[] scratch) {
    int firstLeftBin = missingRight ? 1 : 0;
    int[] ranks = columns[column].ranks();
    int left = from;
    int right = 0;
    for (int i = from; i < to; i++) {
      int entry = entries[i];
      int rank = ranks[entry >>> ROW_SHIFT];
      if (rank >= firstLeftBin && rank <= lastLeftBin) {
        entries[left++] = entry;
      } else {
        scratch[right++] = entry;
      }
    }
    System.arraycopy(scratch, 0, entries, left, right);
    return left;
  }
}
