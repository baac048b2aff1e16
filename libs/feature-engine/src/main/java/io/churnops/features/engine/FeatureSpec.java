package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature as defined: one column per window or, without windows, one over the lifetime.
 *
 * @param of where the values are; null when events are counted or timed
 */
record FeatureSpec(
    String name,
    EventSelector selector,
    Aggregate aggregate,
    @Nullable ValuePath of,
    List<Window> windows,
    ColumnType type,
    boolean exact) {

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

  /** The columns, in the order of the windows. */
  List<FeatureColumn> columns() {
    if (windows.isEmpty()) {
      return List.of(new FeatureColumn(name, type));
    }
    List<FeatureColumn> columns = new ArrayList<>();
    for (Window window : windows) {
      columns.add(new FeatureColumn(name + "_" + window.text(), type));
    }
    return columns;
  }
}
