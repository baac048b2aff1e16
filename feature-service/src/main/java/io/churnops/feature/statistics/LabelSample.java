package io.churnops.feature.statistics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The labels of the sampled rows, shared by the columns. */
final class LabelSample {

  private static final byte NONE = -1;

  private byte[] labels = new byte[1024];
  private int size;

  void add(@Nullable Boolean positive) {
    if (size == labels.length) {
      labels = Arrays.copyOf(labels, 2 * size);
    }
    labels[size++] = positive == null ? NONE : (byte) (positive ? 1 : 0);
  }

  int size() {
    return size;
  }

  boolean isLabelled(int row) {
    return labels[row] != NONE;
  }

  boolean isPositive(int row) {
    return labels[row] == 1;
  }
}
