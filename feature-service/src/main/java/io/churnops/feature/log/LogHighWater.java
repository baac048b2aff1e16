package io.churnops.feature.log;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How far the log has come.
 *
 * @param positions per Kafka partition that ever brought an event
 */
public record LogHighWater(Map<Integer, Position> positions) {

  public LogHighWater {
    positions = Collections.unmodifiableMap(new TreeMap<>(positions));
  }

  /**
   * How far the log has come with a partition.
   *
   * @param offset the highest that was considered, as the log counts it
   * @param knownTime the latest known time of an event
   * @param eventTime the latest event time
   */
  public record Position(long offset, Instant knownTime, Instant eventTime) {}

  /** Per Kafka partition, the highest offset considered, as the log counts it. */
  public Map<Integer, Long> offsets() {
    Map<Integer, Long> offsets = new TreeMap<>();
    positions.forEach((partition, position) -> offsets.put(partition, position.offset()));
    return offsets;
  }

  /** The latest known time of an event; the epoch if there is none. */
  public Instant knownTime() {
    return latest(Position::knownTime);
  }

  /** The latest event time; the epoch if there is none. */
  public Instant eventTime() {
    return latest(Position::eventTime);
  }

  private Instant latest(Function<Position, Instant> time) {
    return positions.values().stream()
        .map(time)
        .filter(Instant.EPOCH::isBefore)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }
}
