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
    return new Fresh(new KeyRing(most), true);
  }

  /** The events of one call, whatever was acknowledged before. */
  Fresh again(int most) {
    return new Fresh(new KeyRing(most), false);
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
    private final boolean heedsAcknowledged;

    private Fresh(KeyRing keys, boolean heedsAcknowledged) {
      this.keys = keys;
      this.heedsAcknowledged = heedsAcknowledged;
    }

    /** False if the event has been added before, or was acknowledged and that is heeded. */
    boolean add(EventKey event) {
      KeyDigest key = digester.digest(event);
      return !(heedsAcknowledged && isAcknowledged(key)) && keys.add(key);
    }
  }
}
