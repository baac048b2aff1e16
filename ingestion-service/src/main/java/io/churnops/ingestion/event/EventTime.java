package io.churnops.ingestion.event;

import io.churnops.contract.Rfc3339;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads RFC 3339 times, to the microsecond. */
final class EventTime {

  private EventTime() {}

  static Optional<Instant> parse(String text) {
    OptionalLong micros = Rfc3339.micros(text);
    return micros.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.EPOCH.plus(micros.getAsLong(), ChronoUnit.MICROS));
  }
}
