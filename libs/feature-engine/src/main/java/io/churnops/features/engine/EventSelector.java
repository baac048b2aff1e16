package io.churnops.features.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are meant.
 *
 * @param types sorted, at least one
 * @param where what must hold of the event's data; null if nothing must
 */
record EventSelector(List<String> types, @Nullable Condition where) {

  EventSelector {
    types = types.stream().sorted().distinct().toList();
  }

  boolean selects(CustomerEvent event) {
    return types.contains(event.type()) && (where == null || where.holds(event.data()));
  }
}
