package io.churnops.training.boosting;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The columns of a table in the order of the ids Tribuo gives features: that of their names. */
final class FeatureOrder {

  private final int[] columns;

  private FeatureOrder(int[] columns) {
    this.columns = columns;
  }

  static FeatureOrder of(List<String> names) {
    return new FeatureOrder(
        IntStream.range(0, names.size())
            .boxed()
            .sorted(Comparator.comparing(names::get))
            .mapToInt(Integer::intValue)
            .toArray());
  }

  int size() {
    return columns.length;
  }

  /** The place in the table of the feature with this id. */
  int column(int id) {
    return columns[id];
  }
}
