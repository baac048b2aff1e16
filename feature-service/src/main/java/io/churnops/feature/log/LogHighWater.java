package io.churnops.feature.log;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the log has come.
 *
 * @param offsets per Kafka partition, the highest offset considered, as the log counts it
 * @param knownTime the latest known time of an event
 * @param eventTime the latest event time
 */
public record LogHighWater(Map<Integer, Long> offsets, Instant knownTime, Instant eventTime) {

  public LogHighWater {
    offsets = Collections.unmodifiableMap(new TreeMap<>(offsets));
  }
}
