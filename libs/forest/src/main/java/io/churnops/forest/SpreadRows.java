package io.churnops.forest;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Some of many rows, spread over all of them: one is drawn within each of as many equal stretches.
 * Every so-manieth row would be of the same cutoff wherever rows repeat a pattern, as those of a
 * training set do, which are in the order of customers and cutoffs. The same numbers give the same
 * rows.
 */
public final class SpreadRows {

  private SpreadRows() {}

  /** The places of at most so many of the rows, rising; of all where there are no more. */
  public static IntStream places(int rows, int most) {
    int taken = Math.min(most, rows);
    return IntStream.range(0, taken)
        .map(i -> {
          long from = (long) i * rows / taken;
          long to = (i + 1L) * rows / taken;
          return (int) (from + Math.floorMod(mixed(i), to - from));
        });
  }

  /** At most so many of the rows, in their order. */
  public static int[] of(int[] rows, int most) {
    return places(rows.length, most).map(place -> rows[place]).toArray();
  }

  /** So many places of rows, rising, each about as often as its weight says. */
  public static int[] byWeight(int rows, IntToDoubleFunction weight, int draws) {
    double total = IntStream.range(0, rows).mapToDouble(weight).sum();
    int[] places = new int[draws];
    int row = 0;
    double upTo = weight.applyAsDouble(0);
    for (int draw = 0; draw < draws; draw++) {
      double within = (mixed(draw) >>> 11) * 0x1p-53;
      double at = (draw + within) * total / draws;
      while (upTo <= at && row < rows - 1) {
        row++;
        upTo += weight.applyAsDouble(row);
      }
      places[draw] = row;
    }
    return places;
  }

  /** The finaliser of SplitMix64: neighbours have nothing in common. */
  private static long mixed(long number) {
    long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
