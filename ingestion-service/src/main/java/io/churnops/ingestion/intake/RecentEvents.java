package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.EventKey;
import java.security.SecureRandom;

/**
 * The events this instance acknowledged last, so that a resent one can be answered DUPLICATE. Best
 * effort: it is forgotten at a restart and not shared between instances. That every event counts
 * once is feature-service's promise, not this one's.
 */
final class RecentEvents {

  private final KeyDigester digester = new KeyDigester(new SecureRandom());
  private final KeyRing acknowledged;

  RecentEvents(int capacity) {
    this.acknowledged = new KeyRing(capacity);
  }

  /** The events of one call, of which none was acknowledged before. */
  Fresh fresh(int most) {
    return new Fresh(new KeyRing(most));
  }

  /** To be called once the broker has confirmed. */
  void remember(Fresh confirmed) {
    synchronized (acknowledged) {
      acknowledged.addAll(confirmed.keys);
    }
  }

  private boolean isAcknowledged(KeyDigest key) {
    synchronized (acknowledged) {
      return acknowledged.contains(key);
    }
  }

  /** New events. */
  final class Fresh {

    private final KeyRing keys;

    private Fresh(KeyRing keys) {
      this.keys = keys;
    }

    /** False if the event was acknowledged, or has been added before. */
    boolean add(EventKey event) {
      KeyDigest key = digester.digest(event);
      return !isAcknowledged(key) && keys.add(key);
    }
  }
}
