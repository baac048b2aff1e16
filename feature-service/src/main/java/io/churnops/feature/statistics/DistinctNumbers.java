package io.churnops.feature.statistics;

import java.util.Arrays;

/** Counts different numbers exactly, as long as they are not too many. */
final class DistinctNumbers {

  static final int MOST = 10_000;

  /** Never the bits of a number in a table. */
  private static final long FREE = Double.doubleToRawLongBits(Double.NaN);

  private long[] slots = filled(64);
  private int size;

  void add(double value) {
    if (size >= MOST) {
      return;
    }
    if (2 * size >= slots.length) {
      long[] before = slots;
      slots = filled(2 * before.length);
      size = 0;
      for (long bits : before) {
        if (bits != FREE) {
          put(bits);
        }
      }
    }
    put(Double.doubleToRawLongBits(value + 0.0));
  }

  private void put(long bits) {
    int mask = slots.length - 1;
    long mixed = bits * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 40) & mask;
    while (slots[slot] != FREE && slots[slot] != bits) {
      slot = (slot + 1) & mask;
    }
    if (slots[slot] == FREE) {
      slots[slot] = bits;
      size++;
    }
  }

  private static long[] filled(int length) {
    long[] slots = new long[length];
    Arrays.fill(slots, FREE);
    return slots;
  }

  int size() {
    return size;
  }

  boolean isLowerBound() {
    return size >= MOST;
  }
}
