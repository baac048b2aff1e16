package io.churnops.ingestion;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Texts of events for tests: a valid order that is then spoilt in one place. */
public final class EventTexts {

  public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

  private EventTexts() {}

  /** A valid order of customer C-1. */
  public static EventTexts order(String id) {
    EventTexts order = new EventTexts();
    order.attributes.put("specversion", "1.0");
    order.attributes.put("id", id);
    order.attributes.put("source", "/shop/web");
    order.attributes.put("type", "order.placed");
    order.attributes.put("subject", "C-1");
    order.attributes.put("time", "2026-11-21T10:15:30.123456Z");
    order.attributes.put("data", Map.of("orderId", id, "amountMinor", 4599, "currency", "EUR"));
    return order;
  }

  public EventTexts with(String attribute, Object value) {
    attributes.put(attribute, value);
    return this;
  }

  public EventTexts withNull(String attribute) {
    attributes.put(attribute, null);
    return this;
  }

  public EventTexts without(String attribute) {
    attributes.remove(attribute);
    return this;
  }

  /** With raw JSON as its data. */
  public byte[] withData(String json) {
    without("data");
    String text = text();
    return (text.substring(0, text.length() - 1) + ",\"data\":" + json + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  public String text() {
    return JSON.writeValueAsString(attributes);
  }

  public byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }
}
