package io.churnops.features.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Retractions among random events, and what is left of the events, by looking at every pair. */
final class NaiveRetractions {

  static final String YAML =
      """
      retract:
        - {by: [order.cancelled, order.returned], on: orderId, amount: value}
        - {event: [email.sent, order.placed], by: row.changed, where: data.op == "d", id: row.id, amount: none}
      """;

  private NaiveRetractions() {}

  /** The events, some of them with an order's number, and retractions of some of those. */
  static List<CustomerEvent> amid(List<CustomerEvent> events, RandomGenerator random) {
    List<CustomerEvent> log = new ArrayList<>();
    for (CustomerEvent event : events) {
      ObjectNode data = (ObjectNode) event.data().deepCopy();
      if (random.nextInt(5) > 0) {
        data.put("orderId", "o" + random.nextInt(1 + events.size()));
      }
      log.add(event.with(data));
    }
    Set<String> ids = new HashSet<>();
    for (int i = random.nextInt(1 + events.size()); i > 0; i--) {
      CustomerEvent target = RandomCases.pick(log, random);
      String id = "r" + random.nextInt(100_000);
      if (ids.add(id)) {
        log.add(retraction(target, id, random));
      }
    }
    return log;
  }

  private static CustomerEvent retraction(CustomerEvent target, String id, RandomGenerator random) {
    long time = target.timeMicros() + random.nextLong(-RandomCases.DAY, 20 * RandomCases.DAY);
    long known =
        switch (random.nextInt(4)) {
          case 0 -> time - random.nextLong(RandomCases.HOUR);
          case 1 -> time + random.nextLong(20 * RandomCases.DAY);
          default -> time;
        };
    String type =
        RandomCases.pick(List.of("order.cancelled", "order.returned", "row.changed"), random);
    ObjectNode data = JsonMapper.shared().createObjectNode();
    if (type.equals("row.changed")) {
      data.put("op", random.nextInt(4) == 0 ? "u" : "d");
      data.putObject("row").put("id", target.id());
    } else {
      JsonNode orderId = target.data().path("orderId");
      if (!orderId.isMissingNode()) {
        data.set("orderId", orderId);
      }
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> data.put("value", "all");
        default -> data.put("value", random.nextInt(-1, 3) + random.nextInt(2) * 0.25);
      }
    }
    return new CustomerEvent(target.source(), id, type, "C-1", time, known, data);
  }

  static boolean isRetraction(CustomerEvent event) {
    return isByOrder(event) && event.data().path("orderId").isString() || isByRow(event);
  }

  private static boolean isByOrder(CustomerEvent event) {
    return event.type().equals("order.cancelled") || event.type().equals("order.returned");
  }

  private static boolean isByRow(CustomerEvent event) {
    return event.type().equals("row.changed")
        && event.data().path("op").stringValue("").equals("d");
  }

  /** What is left of the events when all retractions among them are carried out. */
  static List<CustomerEvent> left(List<CustomerEvent> events) {
    List<CustomerEvent> left = new ArrayList<>();
    for (CustomerEvent event : events) {
      left(event, events).ifPresent(left::add);
    }
    return left;
  }

  private static Optional<CustomerEvent> left(CustomerEvent event, List<CustomerEvent> all) {
    BigDecimal taken = BigDecimal.ZERO;
    boolean touched = false;
    BigDecimal amount = amount(event);
    for (CustomerEvent other : all) {
      if (isByRow(other)
          && (event.type().equals("order.placed") || event.type().equals("email.sent"))
          && other.source().equals(event.source())
          && other.data().path("row").path("id").stringValue("").equals(event.id())) {
        return Optional.empty();
      }
      if (event.type().equals("order.placed")
          && isByOrder(other)
          && event.data().path("orderId").isString()
          && event.data().path("orderId").equals(other.data().path("orderId"))) {
        BigDecimal part = amount(other);
        if (part == null || amount == null) {
          return Optional.empty();
        }
        touched = true;
        taken = taken.add(part.max(BigDecimal.ZERO));
      }
    }
    if (!touched || amount == null) {
      return Optional.of(event);
    }
    if (taken.compareTo(amount) >= 0) {
      return Optional.empty();
    }
    ObjectNode data = (ObjectNode) event.data().deepCopy();
    if (taken.signum() > 0) {
      data.put("value", amount.subtract(taken));
    }
    return Optional.of(event.with(data));
  }

  private static @Nullable BigDecimal amount(CustomerEvent event) {
    JsonNode value = event.data().path("value");
    return value.isBoolean() ? null : NaiveOracle.number(value);
  }
}
