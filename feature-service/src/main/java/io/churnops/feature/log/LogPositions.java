package io.churnops.feature.log;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** How far the log has come, per Kafka partition. */
final class LogPositions {

  private final JdbcTemplate jdbc;

  LogPositions(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Position(long offset, long knownMicros, long eventMicros) {

    static Position of(ReceivedEvent received) {
      return new Position(
          received.offset(), received.event().knownMicros(), received.event().timeMicros());
    }

    Position plus(Position other) {
      return new Position(
          Math.max(offset, other.offset),
          Math.max(knownMicros, other.knownMicros),
          Math.max(eventMicros, other.eventMicros));
    }
  }

  /**
   * Raises the positions to those of a batch.
   *
   * @param fresh those of its events that are new to the log
   */
  void raise(Collection<ReceivedEvent> batch, Collection<ReceivedEvent> fresh) {
    Map<Integer, Position> positions = new TreeMap<>();
    for (ReceivedEvent received : batch) {
      positions.merge(received.partition(), Position.of(received), Position::plus);
    }
    Map<Integer, Long> added = new HashMap<>();
    fresh.forEach(received -> added.merge(received.partition(), 1L, Long::sum));
    positions.forEach((partition, position) ->
        jdbc.update(
            """
            insert into log_position as log (kafka_partition, kafka_offset, known_time, event_time, events)
            values (?, ?, ?, ?, ?)
            on conflict (kafka_partition) do update set
              kafka_offset = greatest(log.kafka_offset, excluded.kafka_offset),
              known_time = greatest(log.known_time, excluded.known_time),
              event_time = greatest(log.event_time, excluded.event_time),
              events = log.events + excluded.events\
            """,
            partition,
            position.offset(),
            timestamp(position.knownMicros()),
            timestamp(position.eventMicros()),
            added.getOrDefault(partition, 0L)));
  }

  /** How many events were ever appended. */
  long events() {
    Long events =
        jdbc.queryForObject("select coalesce(sum(events), 0) from log_position", Long.class);
    return events == null ? 0 : events;
  }

  LogHighWater highWater() {
    Map<Integer, LogHighWater.Position> reached = new TreeMap<>();
    jdbc.query(
        "select kafka_partition, kafka_offset, known_time, event_time from log_position",
        row -> {
          reached.put(
              row.getInt(1),
              new LogHighWater.Position(
                  row.getLong(2),
                  row.getObject(3, OffsetDateTime.class).toInstant(),
                  row.getObject(4, OffsetDateTime.class).toInstant()));
        });
    return new LogHighWater(reached);
  }

  private static OffsetDateTime timestamp(long micros) {
    return EventTime.toInstant(micros).atOffset(ZoneOffset.UTC);
  }
}
