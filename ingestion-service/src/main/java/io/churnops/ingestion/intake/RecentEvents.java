package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.Judgement;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** Which of these events are valid and new, those acknowledged before being known. */
  Fresh fresh(List<Judgement> judged) {
    @Nullable KeyDigest[] keys = keys(judged);
    synchronized (acknowledged) {
      for (int i = 0; i < keys.length; i++) {
        KeyDigest key = keys[i];
        if (key != null && acknowledged.contains(key)) {
          keys[i] = null;
        }
      }
    }
    return new Fresh(keys);
  }

  /** Which of these events are valid and came no earlier among them. */
  Fresh again(List<Judgement> judged) {
    return new Fresh(keys(judged));
  }

  /** Those of the valid ones. */
  private @Nullable KeyDigest[] keys(List<Judgement> judged) {
    KeyDigester.Series series = digester.new Series();
    @Nullable KeyDigest[] keys = new @Nullable KeyDigest[judged.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] =
          judged.get(i) instanceof Judgement.Valid valid
              ? series.digest(valid.event().key())
              : null;
    }
    return keys;
  }

  /** To be called once the broker has confirmed. */
  void remember(Fresh confirmed) {
    synchronized (acknowledged) {
      acknowledged.addAll(confirmed.keys);
    }
  }

  /** The new events of one call. */
  static final class Fresh {

    private final KeyRing keys;
    private final BitSet places;

    /** Of the keys given, those that are not null and came no earlier. */
    private Fresh(@Nullable KeyDigest[] candidates) {
      keys = new KeyRing(candidates.length);
      places = new BitSet(candidates.length);
      for (int i = 0; i < candidates.length; i++) {
        KeyDigest key = candidates[i];
        if (key != null && keys.add(key)) {
          places.set(i);
        }
      }
    }

    /** Whether the event at that place of the call is one. */
    boolean isAt(int place) {
      return places.get(place);
    }
  }
}
