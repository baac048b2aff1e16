package io.churnops.simulator;

import java.time.Instant;
import java.util.Comparator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A customer event as the shop's systems would send it.
 *
 * @param id unique within the source
 * @param subject the customer
 * @param time when it happened
 * @param known when the shop's systems had it; never before {@code time}
 * @param data as the JSON Schema of the type says
 */
public record SimulatedEvent(
    String id,
    String source,
    String type,
    String subject,
    Instant time,
    Instant known,
    ObjectNode data) {

  /** The order in which events become known; total within a source. */
  static final Comparator<SimulatedEvent> AS_KNOWN =
      Comparator.comparing(SimulatedEvent::known)
          .thenComparing(SimulatedEvent::time)
          .thenComparing(SimulatedEvent::id);

  private static final JsonMapper JSON = JsonMapper.shared();

  public SimulatedEvent {
    if (known.isBefore(time)) {
      throw new IllegalArgumentException(id + " is known at " + known + ", before " + time);
    }
  }

  /** The event as a CloudEvent 1.0 in JSON, on one line, without a line end. */
  public String toJson() {
    ObjectNode event = JSON.createObjectNode();
    event.put("specversion", "1.0");
    event.put("id", id);
    event.put("source", source);
    event.put("type", type);
    event.put("subject", subject);
    event.put("time", time.toString());
    event.put("knowntime", known.toString());
    event.put("datacontenttype", "application/json");
    event.set("data", data);
    return JSON.writeValueAsString(event);
  }
}
