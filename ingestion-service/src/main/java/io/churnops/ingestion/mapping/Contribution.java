package io.churnops.ingestion.mapping;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What one row gives to one event; evaluated whole before anything of it counts. */
record Contribution(
    EventPlan plan,
    String id,
    String customer,
    Instant time,
    @Nullable Instant known,
    Map<String, JsonNode> values) {

  static Contribution of(Row row, EventPlan plan) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    plan.data()
        .forEach((name, value) -> {
          JsonNode given =
              switch (value) {
                case Value.OfRow ofRow -> ofRow.of(row);
                case Value.Sum(Value.OfRow each) -> each.of(row);
                case Value.Lines lines -> line(row, lines);
                case Value.Count() -> null;
              };
          if (given != null) {
            values.put(name, given);
          }
        });
    return new Contribution(
        plan,
        plan.id(row),
        required(row, plan.customer(), Object.class).toString(),
        required(row, plan.time(), Instant.class),
        plan.known() == null ? null : (Instant) row.value(plan.known().index()),
        values);
  }

  private static ObjectNode line(Row row, Value.Lines lines) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    lines
        .fields()
        .forEach((name, field) -> {
          JsonNode given = field.of(row);
          if (given != null) {
            line.set(name, given);
          }
        });
    return line;
  }

  private static <T> T required(Row row, Column column, Class<T> type) {
    Object value = row.value(column.index());
    if (value == null) {
      throw new RowFlaw("absent:" + column.name());
    }
    return type.cast(value);
  }
}
