package io.churnops.features.engine;

import io.churnops.features.engine.Explanation.Kept;
import io.churnops.features.engine.Explanation.TileValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column computed from the state: an aggregate over a window.
 *
 * @param rank which of the values that the aggregate ranks, from 0
 */
record BaseColumn(
    Aggregate aggregate, int rank, List<Source> sources, int signal, Window window, boolean exact) {

  /** In which scope a partial is found, and where. */
  record Source(Slot slot, Keep keep, int position) {}

  /** The scopes. */
  enum Keep {
    LIFETIME,
    DAYS,
    HOURS,
    EXACT
  }

  /** Where the partials of a column are kept. */
  static Keep keep(SlotKind kind, Window window, boolean exact) {
    if (window.isLifetime() || kind.isLast()) {
      return Keep.LIFETIME;
    }
    if (exact) {
      return Keep.EXACT;
    }
    return window.isDaily() ? Keep.DAYS : Keep.HOURS;
  }

  /** The value at a moment not before the watermark: a Double, a String or null for NULL. */
  @Nullable Object evaluate(FeatureState state, long atMicros) {
    @Nullable Partial[] partials = new Partial[sources.size()];
    long start = window.start(atMicros, exact);
    for (int i = 0; i < partials.length; i++) {
      partials[i] = combine(state, sources.get(i), start, atMicros);
    }
    return aggregate.finish(partials, rank, atMicros);
  }

  /** In what form the state keeps what the column is made of: all its partials in the same. */
  Kept kept() {
    return switch (sources.getFirst().keep()) {
      case LIFETIME -> Kept.LIFETIME;
      case DAYS -> Kept.DAYS;
      case HOURS -> Kept.HOURS;
      case EXACT -> Kept.EVENTS;
    };
  }

  /** The values over each of the tiles that the column is made of. */
  List<TileValue> tiles(FeatureState state, long atMicros) {
    return switch (kept()) {
      case DAYS -> tiles(state.days(), atMicros);
      case HOURS -> tiles(state.hours(), atMicros);
      case LIFETIME, EVENTS, DERIVED -> List.of();
    };
  }

  private List<TileValue> tiles(Tiles tiles, long atMicros) {
    List<TileValue> values = new ArrayList<>();
    for (int i = tiles.firstFrom(window.start(atMicros, exact)); i < tiles.size(); i++) {
      @Nullable Partial[] partials = new Partial[sources.size()];
      for (int source = 0; source < partials.length; source++) {
        partials[source] = tiles.partials(i)[sources.get(source).position()];
      }
      if (partials[0] != null) {
        values.add(
            new TileValue(
                tiles.fromMicros(i),
                tiles.fromMicros(i) + tiles.hopMicros(),
                aggregate.finish(partials, rank, atMicros)));
      }
    }
    return values;
  }

  private @Nullable Partial combine(FeatureState state, Source source, long start, long end) {
    Gathering gathering = new Gathering(source.slot());
    switch (source.keep()) {
      case LIFETIME -> gathering.merge(state.lifetime()[source.position()]);
      case DAYS -> gather(state.days(), source.position(), start, gathering);
      case HOURS -> gather(state.hours(), source.position(), start, gathering);
      case EXACT -> gather(state.exact(), start, gathering);
    }
    List<Entry> pending = state.pending();
    for (int i = 0; i < pending.size(); i++) {
      Entry entry = pending.get(i);
      if (entry.timeMicros() >= start && entry.timeMicros() < end) {
        gathering.add(entry, signal);
      }
    }
    return gathering.since(start);
  }

  private static void gather(Tiles tiles, int position, long start, Gathering gathering) {
    for (int tile = tiles.firstFrom(start); tile < tiles.size(); tile++) {
      gathering.merge(tiles.partials(tile)[position]);
    }
  }

  private void gather(Entries entries, long start, Gathering gathering) {
    for (Entry entry : entries.kept().subList(entries.firstFrom(start), entries.kept().size())) {
      gathering.add(entry, signal);
    }
  }

  /** Combines partials into one that belongs to nobody else. */
  private static final class Gathering {

    private final Slot slot;
    private @Nullable Partial gathered;

    Gathering(Slot slot) {
      this.slot = slot;
    }

    private Partial target() {
      if (gathered == null) {
        gathered = slot.fresh();
      }
      return gathered;
    }

    void merge(@Nullable Partial partial) {
      if (partial != null) {
        target().merge(partial);
      }
    }

    void add(Entry entry, int signal) {
      Payload payload = entry.contribution().payload(signal);
      if (payload != null) {
        target().add(payload, entry.stamp());
      }
    }

    /** What was gathered, unless it is a last event from before the window. */
    @Nullable Partial since(long start) {
      return switch (gathered) {
        case Moment moment when moment.micros() < start -> null;
        case Pick pick when pick.micros() < start -> null;
        case null, default -> gathered;
      };
    }
  }
}
