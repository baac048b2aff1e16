package io.churnops.ingestion.mapping;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rows of one event so far, folded into what its data will need. */
final class Group {

  /** Bytes of an event that its list may take; leaves room for the rest of the largest event. */
  static final int LIST_BYTES = 24 * 1024;

  private final long line;
  private final EventPlan plan;
  private final String id;
  private final String customer;
  private final Map<String, Long> sums = new HashMap<>();
  private final ByteArrayOutputStream list = new ByteArrayOutputStream(0);
  private Map<String, JsonNode> earliest = Map.of();
  private Instant time = Instant.MAX;
  private @Nullable Instant known;
  private boolean severalTimes;
  private long rows;
  private long rowsOmitted;

  Group(long line, EventPlan plan, String id, String customer) {
    this.line = line;
    this.plan = plan;
    this.id = id;
    this.customer = customer;
  }

  /** The line of its first row in the file. */
  long line() {
    return line;
  }

  EventPlan plan() {
    return plan;
  }

  String id() {
    return id;
  }

  String customer() {
    return customer;
  }

  /** The earliest time of its rows. */
  Instant time() {
    return time;
  }

  /** The latest of its rows' known times; null where the mapping names none. */
  @Nullable Instant known() {
    return known;
  }

  boolean hasSeveralTimes() {
    return severalTimes;
  }

  long rowsOmitted() {
    return rowsOmitted;
  }

  /** Adds a row; returns by how many bytes the group has grown. */
  int add(Contribution row, JsonMapper json) {
    severalTimes |= rows > 0 && !row.time().equals(time);
    rows++;
    if (row.known() != null && (known == null || row.known().isAfter(known))) {
      known = row.known();
    }
    int grown = 0;
    if (row.time().isBefore(time)) {
      grown = textBytes(row.values()) - textBytes(earliest);
      time = row.time();
      earliest = row.values();
    }
    for (var field : plan.data().entrySet()) {
      JsonNode value = row.values().get(field.getKey());
      if (value != null) {
        grown += fold(field.getKey(), field.getValue(), value, json);
      }
    }
    return grown;
  }

  /** What the texts of the earliest row hold; its numbers count as part of the group. */
  private static int textBytes(Map<String, JsonNode> values) {
    return values.values().stream()
        .flatMap(value -> value.isObject() ? value.valueStream() : Stream.of(value))
        .filter(JsonNode::isString)
        .mapToInt(text -> Character.BYTES * text.stringValue().length())
        .sum();
  }

  private int fold(String name, Value plan, JsonNode value, JsonMapper json) {
    return switch (plan) {
      case Value.Sum _ -> {
        addTo(name, value);
        yield 0;
      }
      case Value.Lines lines -> append(lines, value, json);
      case Value.OfRow _, Value.Count _ -> 0;
    };
  }

  private int append(Value.Lines lines, JsonNode line, JsonMapper json) {
    byte[] text = json.writeValueAsBytes(line);
    if (list.size() + text.length + 2 <= LIST_BYTES) {
      list.write(list.size() == 0 ? '[' : ',');
      list.writeBytes(text);
      return text.length + 1;
    }
    rowsOmitted++;
    Value.Rest rest = lines.rest();
    if (rest != null) {
      addTo(rest.count(), JsonNodeFactory.instance.numberNode(1));
      rest.sums().forEach((field, sum) -> addTo(sum, line.get(field)));
    }
    return 0;
  }

  private void addTo(String sum, @Nullable JsonNode value) {
    if (value != null) {
      try {
        sums.merge(sum, value.longValue(), Math::addExact);
      } catch (ArithmeticException overflow) {
        throw new ImportFailedException(
            "events." + plan.name() + ": the sum " + sum + " is beyond 64 bits.");
      }
    }
  }

  /** The event's data. */
  ObjectNode data(JsonMapper json) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    plan.data()
        .forEach((name, value) -> {
          switch (value) {
            case Value.OfRow _ -> {
              JsonNode given = earliest.get(name);
              if (given != null) {
                data.set(name, given);
              }
            }
            case Value.Sum _ -> data.put(name, sums.getOrDefault(name, 0L));
            case Value.Count() -> data.put(name, rows);
            case Value.Lines lines -> putList(data, name, lines, json);
          }
        });
    return data;
  }

  private void putList(ObjectNode data, String name, Value.Lines lines, JsonMapper json) {
    data.set(
        name,
        json.readTree(list.toString(StandardCharsets.UTF_8) + (list.size() == 0 ? "[]" : "]")));
    Value.Rest rest = lines.rest();
    if (rest != null && rowsOmitted > 0) {
      data.put(rest.count(), rowsOmitted);
      rest.sums().values().forEach(sum -> data.put(sum, sums.getOrDefault(sum, 0L)));
    }
  }
}
