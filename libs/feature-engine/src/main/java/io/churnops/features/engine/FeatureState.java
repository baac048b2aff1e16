package io.churnops.features.engine;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has been folded of one customer's events for one view. Mutable and confined to one thread;
 * changed by {@link CompiledView#fold} alone.
 */
public final class FeatureState {

  private final Map<Integer, Long> appliedOffsets = new TreeMap<>();
  private long watermark = Long.MIN_VALUE;
  private long events;

  FeatureState() {}

  /** Per Kafka partition, the highest offset folded. Unmodifiable view. */
  public Map<Integer, Long> appliedOffsets() {
    return Collections.unmodifiableMap(appliedOffsets);
  }

  /** The latest known time of the folded events, in microseconds; MIN_VALUE before the first. */
  public long watermarkMicros() {
    return watermark;
  }

  /** How many events were folded, whether or not a feature reads them. */
  public long events() {
    return events;
  }

  void count(long knownMicros) {
    events++;
    watermark = Math.max(watermark, knownMicros);
  }

  /** Whether the offset is new for the partition; records it if so. */
  boolean advance(int partition, long offset) {
    Long applied = appliedOffsets.get(partition);
    if (applied != null && offset <= applied) {
      return false;
    }
    appliedOffsets.put(partition, offset);
    return true;
  }
}
