package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.CustomerEvent;
import java.time.Instant;
import java.util.List;

/** Hears of events once the broker has confirmed them. */
@FunctionalInterface
public interface AcceptedEvents {

  /** To be quick, and not to throw: the events are accepted, whatever is made of it here. */
  void accepted(List<CustomerEvent> events, Instant now);
}
