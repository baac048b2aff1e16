package io.churnops.forest;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The different thresholds of each input of a forest, ascending, as ints that compare as the floats
 * do, -0 below 0.
 */
final class SplitThresholds {

  private final int[][] thresholds;
  private final int[] counts;
  private boolean tellsMissing;

  private SplitThresholds(int inputs) {
    thresholds = new int[inputs][];
    counts = new int[inputs];
  }

  /** The thresholds of packed nodes, unless an input has more than some. */
  static Optional<SplitThresholds> of(int inputs, long[] nodes, int most) {
    var splits = new SplitThresholds(inputs);
    for (long node : nodes) {
      if (PackedNode.distance(node) != 0 && !splits.add(node, most)) {
        return Optional.empty();
      }
    }
    return Optional.of(splits);
  }

  private boolean add(long node, int most) {
    int feature = PackedNode.feature(node);
    tellsMissing |= feature >= counts.length;
    int input = feature % counts.length;
    int[] known = thresholds[input] == null ? new int[most] : thresholds[input];
    int count = counts[input];
    int threshold = ordered(PackedNode.threshold(node));
    int place = -1 - Arrays.binarySearch(known, 0, count, threshold);
    if (place < 0) {
      return true;
    }
    if (count == most) {
      return false;
    }
    System.arraycopy(known, place, known, place + 1, count - place);
    known[place] = threshold;
    thresholds[input] = known;
    counts[input]++;
    return true;
  }

  static int ordered(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  /** The float that {@link #ordered} gives this for. */
  static float value(int ordered) {
    return Float.intBitsToFloat(ordered ^ ordered >> 31 & Integer.MAX_VALUE);
  }

  /** Whether any split sends missing values right. */
  boolean tellsMissing() {
    return tellsMissing;
  }

  /** The inputs that splits compare, those with the most thresholds first. */
  int[] inputs() {
    return IntStream.range(0, counts.length)
        .filter(input -> counts[input] > 0)
        .boxed()
        .sorted(Comparator.comparing(input -> -counts[input]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  int count(int input) {
    return counts[input];
  }

  /** Copies the thresholds of an input that has any. */
  void copy(int input, int[] to, int at) {
    System.arraycopy(thresholds[input], 0, to, at, counts[input]);
  }

  /** How many thresholds of an input that has any are below a value. */
  int below(int input, float value) {
    int place = Arrays.binarySearch(thresholds[input], 0, counts[input], ordered(value));
    return place < 0 ? -1 - place : place;
  }
}
