package io.churnops.forest.tribuo;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestInputs;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a Tribuo model sends missing values right, though its splits know nothing but {@code value >
 * threshold}: a column that such a split compares has a mirror, a feature with the same values, but
 * missing above all others, which the split names instead.
 */
final class MirroredColumns {

  private static final String MISSING_HIGH = " (missing high";

  private MirroredColumns() {}

  /** The columns with a split that sends missing values right, in order. */
  static int[] of(CompiledForest forest) {
    return IntStream.range(0, forest.nodes())
        .filter(forest::missingGoesRight)
        .map(forest::feature)
        .distinct()
        .sorted()
        .toArray();
  }

  /** The value a mirror has where the column has this one. */
  static float mirrored(float value) {
    return value == ForestInputs.MISSING ? -ForestInputs.MISSING : value;
  }

  /** The names that the mirrors of columns have: none that a column has. */
  static List<String> names(List<String> columns) {
    var suffix = new StringBuilder(MISSING_HIGH).append(')');
    while (columns.stream().anyMatch(name -> name.endsWith(suffix.toString()))) {
      suffix.append(')');
    }
    return columns.stream().map(name -> name + suffix).toList();
  }
}
