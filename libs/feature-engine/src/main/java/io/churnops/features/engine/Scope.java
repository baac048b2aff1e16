package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slots that are kept over some stretch of time (a lifetime, every day, every hour, single
 * events), and how long it is kept.
 *
 * @param slots a slot's position here is its position in the arrays of partials
 * @param positions per signal, the positions it feeds
 * @param retentionMicros the longest window it serves
 */
record Scope(List<Slot> slots, int[][] positions, long retentionMicros) {

  /** Collects the slots of a scope. */
  static final class Builder {

    private final List<Slot> slots = new ArrayList<>();
    private long retentionMicros;

    void add(Slot slot, Window window) {
      if (!slots.contains(slot)) {
        slots.add(slot);
      }
      retentionMicros = Math.max(retentionMicros, window.lengthMicros());
    }

    Scope build(List<Signal> signals) {
      int[][] positions = new int[signals.size()][];
      for (int signal = 0; signal < positions.length; signal++) {
        positions[signal] = positionsFedBy(signals.get(signal));
      }
      return new Scope(List.copyOf(slots), positions, retentionMicros);
    }

    private int[] positionsFedBy(Signal signal) {
      List<Integer> fed = new ArrayList<>();
      for (int position = 0; position < slots.size(); position++) {
        if (slots.get(position).signal().equals(signal)) {
          fed.add(position);
        }
      }
      return fed.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  int width() {
    return slots.size();
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** Which signals some slot here reads. */
  boolean[] signals() {
    boolean[] read = new boolean[positions.length];
    for (int signal = 0; signal < read.length; signal++) {
      read[signal] = positions[signal].length > 0;
    }
    return read;
  }

  /** Adds one event to the partials it concerns. */
  void add(@Nullable Partial[] partials, Contribution contribution, Stamp stamp) {
    for (int i = 0; i < contribution.size(); i++) {
      Payload payload = contribution.payloads()[i];
      for (int position : positions[contribution.signals()[i]]) {
        Partial partial = partials[position];
        if (partial == null) {
          partial = slots.get(position).fresh();
          partials[position] = partial;
        }
        partial.add(payload, stamp);
      }
    }
  }
}
