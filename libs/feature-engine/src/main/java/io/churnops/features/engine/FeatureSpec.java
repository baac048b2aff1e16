package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature as defined: one column per window or, without windows, one over the lifetime.
 *
 * @param of where the values are; null when events are counted or timed
 * @param ranking of an aggregate that ranks values, otherwise none
 */
record FeatureSpec(
    String name,
    EventSelector selector,
    Aggregate aggregate,
    @Nullable ValuePath of,
    List<Window> windows,
    ColumnType type,
    boolean exact,
    Ranking ranking) {

  FeatureSpec {
    windows = List.copyOf(windows);
  }

  Signal signal() {
    return new Signal(selector, of, aggregate.form(type));
  }

  /** The windows, in the order of the columns. */
  List<Window> spans() {
    return windows.isEmpty() ? List.of(Window.LIFETIME) : windows;
  }

  /** The columns, in the order of the windows and, within one, of the ranks. */
  List<FeatureColumn> columns() {
    List<FeatureColumn> columns = new ArrayList<>();
    for (Window window : spans()) {
      String overWindow = windows.isEmpty() ? name : name + "_" + window.text();
      for (int rank = 1; rank <= ranking.k(); rank++) {
        String ranked = ranking.k() == 1 ? overWindow : overWindow + "_" + rank;
        columns.add(new FeatureColumn(ranked, type));
      }
    }
    return columns;
  }
}
