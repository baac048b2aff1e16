package io.churnops.features.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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

  /** Writes one type as a text, several as a list, and the condition beside them. */
  void writeTo(ObjectNode json, String key) {
    writeTypes(types, json, key);
    if (where != null) {
      json.put("where", where.toString());
    }
  }

  static void writeTypes(List<String> types, ObjectNode json, String key) {
    if (types.size() == 1) {
      json.put(key, types.getFirst());
    } else {
      ArrayNode list = json.putArray(key);
      types.forEach(list::add);
    }
  }
}
