package io.churnops.acceptance;

import io.churnops.simulator.Shop;
import io.churnops.simulator.ShopPlan;
import io.churnops.simulator.SimulatedEvent;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A simulated shop at the door of ingestion, with a ledger of what was acknowledged. */
final class SmallShop {

  private static final int BATCH = 1000;
  private static final long SEED = 20_261_121;

  private final Map<String, Set<String>> acknowledged = new HashMap<>();
  private final List<List<SimulatedEvent>> batches = new ArrayList<>();

  /**
   * A shop that ends at the start of the given day.
   *
   * @param customers how many
   */
  SmallShop(int customers, LocalDate until) {
    Iterator<SimulatedEvent> events = new Shop(ShopPlan.year(SEED, customers, until)).events();
    List<SimulatedEvent> batch = new ArrayList<>();
    while (events.hasNext()) {
      batch.add(events.next());
      if (batch.size() == BATCH || !events.hasNext()) {
        batches.add(List.copyOf(batch));
        batch.clear();
      }
    }
  }

  static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  int batches() {
    return batches.size();
  }

  /** Sends one batch and enters into the ledger what the answer acknowledges. */
  Doors.Answer send(Doors doors, int batch) {
    List<SimulatedEvent> events = batches.get(batch);
    Doors.Answer answer =
        doors.post("ingestion", "/v1/events", "application/cloudevents-batch+json", body(events));
    if (answer.status() == 202) {
      for (JsonNode item : answer.body().path("items")) {
        if (!item.path("status").asString().equals("REJECTED")) {
          SimulatedEvent event = events.get(item.path("index").asInt());
          acknowledged.computeIfAbsent(event.subject(), _ -> new HashSet<>()).add(event.id());
        }
      }
    }
    return answer;
  }

  byte[] body(int batch) {
    return body(batches.get(batch));
  }

  private static byte[] body(List<SimulatedEvent> events) {
    StringBuilder json = new StringBuilder("[");
    for (SimulatedEvent event : events) {
      json.append(json.length() > 1 ? "," : "").append(event.toJson());
    }
    return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }

  Map<String, Set<String>> acknowledged() {
    return acknowledged;
  }

  int acknowledgedEvents() {
    return acknowledged.values().stream().mapToInt(Set::size).sum();
  }

  /** The customers with the most events first. */
  List<String> customers() {
    return acknowledged.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Set<String>>>comparingInt(
                    entry -> entry.getValue().size())
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }
}
