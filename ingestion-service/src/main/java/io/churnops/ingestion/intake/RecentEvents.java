package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.EventKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The events this instance acknowledged last, so that a resent one can be answered DUPLICATE. Best
 * effort: it is forgotten at a restart and not shared between instances. That every event counts
 * once is feature-service's promise, not this one's.
 */
final class RecentEvents {

  private final int capacity;
  private final Set<EventKey> keys = new LinkedHashSet<>();

  RecentEvents(int capacity) {
    this.capacity = capacity;
  }

  synchronized boolean contains(EventKey key) {
    return keys.contains(key);
  }

  /** To be called once the broker has confirmed. */
  synchronized void remember(Collection<EventKey> confirmed) {
    for (EventKey key : confirmed) {
      if (keys.add(key) && keys.size() > capacity) {
        var oldest = keys.iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }
}
