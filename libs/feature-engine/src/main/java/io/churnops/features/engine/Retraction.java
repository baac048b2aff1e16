package io.churnops.features.engine;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which events take back which, wholly or by an amount. What is wholly taken back counts as if it
 * had never happened; what is taken back in part, as if it had happened with the amount that is
 * left.
 *
 * @param types of the events that are taken back; sorted
 * @param by the events that take back
 * @param on where both kinds hold what joins them; null if they are joined by the id
 * @param id where the taking event holds the id of the other, which has the same source; null if
 *     they are joined by a value of both
 * @param amount where both hold the amount
 */
record Retraction(
    List<String> types,
    EventSelector by,
    @Nullable ValuePath on,
    @Nullable ValuePath id,
    ValuePath amount) {

  static final String DEFAULT_EVENT = "order.placed";
  static final String DEFAULT_ON = "orderId";
  static final String DEFAULT_AMOUNT = "amountMinor";

  Retraction {
    types = types.stream().sorted().distinct().toList();
    if ((on == null) == (id == null)) {
      throw new IllegalArgumentException("events are joined either by a value or by the id");
    }
  }

  /** The key of an event that can be taken back; empty for others, and where it has none. */
  OptionalLong key(CustomerEvent event) {
    if (!types.contains(event.type())) {
      return OptionalLong.empty();
    }
    return on == null
        ? OptionalLong.of(key(event.source(), event.id()))
        : key(on, event.data()).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  /** The key of what an event takes back; empty for others, and where it names none. */
  OptionalLong takenKey(CustomerEvent event) {
    if (!by.selects(event)) {
      return OptionalLong.empty();
    }
    Optional<Long> key =
        on == null
            ? text(id, event.data()).map(named -> key(event.source(), named))
            : key(on, event.data());
    return key.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static Optional<Long> key(ValuePath path, JsonNode data) {
    return text(path, data).map(Distinct::hash);
  }

  private static long key(String source, String id) {
    return Distinct.hash(source + '\0' + id);
  }

  private static Optional<String> text(@Nullable ValuePath path, JsonNode data) {
    JsonNode[] only = new JsonNode[1];
    if (path != null) {
      path.forEach(data, node -> only[0] = node);
    }
    return Optional.ofNullable(only[0]).flatMap(Categories::of);
  }

  /** What an event takes back, in millionths: everything if it states no amount. */
  long takenAmount(CustomerEvent event) {
    OptionalLong stated = amount(event.data());
    return stated.isPresent() ? Math.max(0, stated.getAsLong()) : Retracted.EVERYTHING;
  }

  /** What is left of an event; nothing if as much as its amount, or it has none. */
  Optional<CustomerEvent> left(CustomerEvent event, long taken) {
    OptionalLong whole = amount(event.data());
    if (whole.isEmpty() || taken >= whole.getAsLong()) {
      return Optional.empty();
    }
    return Optional.of(taken == 0 ? event : event.with(reduced(event, whole.getAsLong() - taken)));
  }

  private JsonNode reduced(CustomerEvent event, long millionths) {
    JsonNode copy = event.data().deepCopy();
    JsonNode parent = copy;
    for (ValuePath.Step step : amount.steps().subList(0, amount.steps().size() - 1)) {
      parent = parent.path(step.member());
    }
    String member = amount.steps().getLast().member();
    if (millionths % FixedPoint.ONE == 0) {
      ((ObjectNode) parent).put(member, millionths / FixedPoint.ONE);
    } else {
      ((ObjectNode) parent).put(member, BigDecimal.valueOf(millionths, FixedPoint.DECIMALS));
    }
    return copy;
  }

  private OptionalLong amount(JsonNode data) {
    JsonNode[] only = new JsonNode[1];
    amount.forEach(data, node -> only[0] = node);
    return only[0] == null || !only[0].isNumber() ? OptionalLong.empty() : FixedPoint.of(only[0]);
  }

  void writeTo(ObjectNode json) {
    EventSelector.writeTypes(types, json, "event");
    by.writeTo(json, "by");
    if (on != null) {
      json.put("on", on.text());
    }
    if (id != null) {
      json.put("id", id.text());
    }
    json.put("amount", amount.text());
  }
}
