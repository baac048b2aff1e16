package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has been folded of one customer's events for one view. Mutable and confined to one thread;
 * changed by {@link CompiledView#fold} alone.
 *
 * <p>It is a function of the set of events alone, not of their order: what happened at or after the
 * watermark waits by itself until the watermark has passed it, everything before is in the lifetime
 * partials and in tiles, and what no window can reach any more from the watermark on is forgotten.
 */
public final class FeatureState {

  private final Plan plan;
  private final Map<Integer, Long> appliedOffsets = new TreeMap<>();
  private final @Nullable Partial[] lifetime;
  private final Tiles days;
  private final Tiles hours;
  private final Entries exact;
  private final List<Entry> pending = new ArrayList<>();
  private final List<Entry> pendingView = Collections.unmodifiableList(pending);
  private final Retracted retracted = new Retracted();
  private long watermark = Long.MIN_VALUE;
  private long events;

  FeatureState(Plan plan) {
    this.plan = plan;
    this.lifetime = new Partial[plan.lifetime().width()];
    this.days = new Tiles(plan.days(), Micros.DAY);
    this.hours = new Tiles(plan.hours(), Micros.HOUR);
    this.exact = new Entries(plan.exact());
  }

  /** Per Kafka partition, the highest offset folded. Unmodifiable view. */
  public Map<Integer, Long> appliedOffsets() {
    return Collections.unmodifiableMap(appliedOffsets);
  }

  /**
   * The latest known time of the folded events, in microseconds; MIN_VALUE before the first. A
   * retraction is known when it has happened, too.
   */
  public long watermarkMicros() {
    return watermark;
  }

  /** How many events were folded, whether or not a feature reads them. */
  public long events() {
    return events;
  }

  Plan plan() {
    return plan;
  }

  @Nullable Partial[] lifetime() {
    return lifetime;
  }

  Tiles days() {
    return days;
  }

  Tiles hours() {
    return hours;
  }

  Entries exact() {
    return exact;
  }

  List<Entry> pending() {
    return pendingView;
  }

  Retracted retracted() {
    return retracted;
  }

  /** Whether this or a later offset of the partition was folded. */
  boolean hasApplied(int partition, long offset) {
    Long applied = appliedOffsets.get(partition);
    return applied != null && offset <= applied;
  }

  void setApplied(int partition, long offset) {
    appliedOffsets.put(partition, offset);
  }

  /** Restores what an encoded state says of the events as a whole. */
  void restore(long restoredEvents, long restoredWatermark) {
    events = restoredEvents;
    watermark = restoredWatermark;
  }

  /** Takes over all but what the events contribute. */
  void restoreHistory(FeatureState other) {
    restore(other.events, other.watermark);
    appliedOffsets.putAll(other.appliedOffsets);
    retracted.addAll(other.retracted);
  }

  /** Lets an event wait for the watermark. */
  void hold(Entry entry) {
    pending.add(entry);
  }

  /** Takes in an event, of which the view reads the contribution, if anything. */
  void take(CustomerEvent event, Optional<Contribution> contribution) {
    observe(event.knownMicros());
    contribution.ifPresent(part -> place(new Entry(Stamp.of(event), part)));
    prune();
  }

  /** Counts an event that is in force from a moment on. */
  void observe(long inForceMicros) {
    events++;
    if (inForceMicros > watermark) {
      watermark = inForceMicros;
      release();
    }
  }

  /** Forgets what no window reaches any more from the watermark on. */
  void prune() {
    days.prune(watermark);
    hours.prune(watermark);
    exact.prune(watermark);
  }

  private void release() {
    int waiting = pending.size();
    if (waiting > 0) {
      for (int i = 0; i < waiting; i++) {
        place(pending.get(i));
      }
      pending.subList(0, waiting).clear();
    }
  }

  /** Puts what an event contributes where it belongs. */
  void place(Entry entry) {
    if (entry.timeMicros() >= watermark) {
      hold(entry);
      return;
    }
    plan.lifetime().add(lifetime, entry.contribution(), entry.stamp());
    days.add(entry);
    hours.add(entry);
    exact.add(entry);
  }
}
