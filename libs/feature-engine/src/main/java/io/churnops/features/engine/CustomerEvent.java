package io.churnops.features.engine;

import java.util.Comparator;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Something a customer did. {@code (source, id)} names the event; times are microseconds since the
 * epoch, in the years 0 to 9999.
 *
 * @param timeMicros when it happened
 * @param knownMicros when it became known to the business; before {@code timeMicros} for a
 *     future-dated event
 * @param data the payload, usually a JSON object; read, never changed
 */
public record CustomerEvent(
    String source,
    String id,
    String type,
    String customerId,
    long timeMicros,
    long knownMicros,
    JsonNode data) {

  /** By time, then source, then id: the order that settles which of two events is the later. */
  public static final Comparator<CustomerEvent> ORDER =
      Comparator.comparingLong(CustomerEvent::timeMicros)
          .thenComparing(CustomerEvent::source)
          .thenComparing(CustomerEvent::id);

  public CustomerEvent {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(data, "data");
    Micros.requireCalendar(timeMicros, "timeMicros");
    Micros.requireCalendar(knownMicros, "knownMicros");
  }

  /** The same event with other data. */
  CustomerEvent with(JsonNode otherData) {
    return new CustomerEvent(source, id, type, customerId, timeMicros, knownMicros, otherData);
  }

  /** The same event as if it had become known the moment it happened. */
  CustomerEvent knownWhenItHappened() {
    return knownMicros == timeMicros
        ? this
        : new CustomerEvent(source, id, type, customerId, timeMicros, timeMicros, data);
  }
}
