package io.churnops.ingestion.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that satisfies the contract, ready for {@code customer-events.v1}.
 *
 * @param subject the customer id
 * @param time when it happened, to the microsecond
 * @param knownTime when the business learnt of it; null means: on arrival
 * @param extensions further CloudEvents attributes, kept as they came
 * @param data the event's data as compact JSON, UTF-8; not to be changed
 */
public record CustomerEvent(
    String id,
    String source,
    String type,
    String subject,
    Instant time,
    @Nullable Instant knownTime,
    Extensions extensions,
    byte[] data) {

  /** What makes an event the same event. */
  public EventKey key() {
    return new EventKey(source, id);
  }
}
