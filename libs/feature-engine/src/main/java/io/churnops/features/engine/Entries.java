package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Single events for the exact windows, by time. */
final class Entries {

  private final Scope scope;
  private final boolean[] signals;
  private final boolean identified;
  private final List<Entry> kept = new ArrayList<>();

  Entries(Scope scope) {
    this.scope = scope;
    this.signals = scope.signals();
    this.identified = scope.slots().stream().anyMatch(slot -> slot.kind() == SlotKind.FIRST);
  }

  List<Entry> kept() {
    return Collections.unmodifiableList(kept);
  }

  void add(Entry entry) {
    if (!scope.isEmpty()) {
      entry
          .contribution()
          .only(signals)
          .map(part -> new Entry(kept(entry.stamp()), part))
          .ifPresent(this::insert);
    }
  }

  /** Names of events take room, and are of use only where one event is picked. */
  private Stamp kept(Stamp stamp) {
    return identified ? stamp : new Stamp(stamp.timeMicros(), "", "");
  }

  /** Keeps an entry that is as this class makes them. */
  void insert(Entry entry) {
    int at = kept.size();
    while (at > 0 && kept.get(at - 1).timeMicros() > entry.timeMicros()) {
      at--;
    }
    kept.add(at, entry);
  }

  /** The place of the first event at or after an instant. */
  int firstFrom(long startMicros) {
    int low = 0;
    int high = kept.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (kept.get(middle).timeMicros() < startMicros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Forgets the events that no window reaches any more from the watermark on. */
  void prune(long watermarkMicros) {
    int gone = firstFrom(watermarkMicros - scope.retentionMicros());
    if (gone > 0) {
      kept.subList(0, gone).clear();
    }
  }
}
