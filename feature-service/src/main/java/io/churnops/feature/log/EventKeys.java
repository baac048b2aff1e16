package io.churnops.feature.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.util.PSQLState;
import org.springframework.jdbc.core.JdbcTemplate;

/** The keys of all events of the log, each with the place where its event was first seen. */
final class EventKeys {

  /** What is copied into, and how. */
  static final String COPIED = "event_key (key, kafka_partition, kafka_offset)";

  /**
   * After a key that was there, so many batches are claimed key by key: a producer that repeats one
   * event repeats others, and what COPY has written in vain must be vacuumed.
   */
  private static final int CAREFUL_BATCHES = 100;

  private static final int BYTES_PER_KEY = 42;

  private final JdbcTemplate jdbc;
  private final AtomicInteger careful = new AtomicInteger();

  EventKeys(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Where an event was first seen. */
  private record Place(int partition, long offset) {

    static Place of(ReceivedEvent received) {
      return new Place(received.partition(), received.offset());
    }
  }

  /** What became of keys that were claimed: new ones, and the places of those that were there. */
  static final class Claim {

    private final Map<UUID, Place> before;

    private Claim(Map<UUID, Place> before) {
      this.before = before;
    }

    boolean isFresh(UUID key) {
      return !before.containsKey(key);
    }

    /** Whether an event is the one that its key was claimed by before. */
    boolean isRedelivered(ReceivedEvent received) {
      return Place.of(received).equals(before.get(received.key()));
    }
  }

  /**
   * Claims the keys of some events in the transaction of the caller.
   *
   * @param events by key; two writers that share keys wait for each other in one order
   */
  Claim claim(SortedMap<UUID, ReceivedEvent> events) {
    if (careful.get() == 0) {
      if (isCopied(events.values())) {
        return new Claim(Map.of());
      }
      careful.set(CAREFUL_BATCHES);
    }
    careful.updateAndGet(left -> Math.max(0, left - 1));
    Set<UUID> taken = new HashSet<>(events.keySet());
    taken.removeAll(insert(events.values()));
    return new Claim(places(taken));
  }

  /** Writes all keys, or none if one of them is there. */
  private boolean isCopied(Collection<ReceivedEvent> events) {
    CopyRows rows = new CopyRows(events.size() * BYTES_PER_KEY);
    events.forEach(received ->
        rows.row(3).uuid(received.key()).integer(received.partition()).bigint(received.offset()));
    return Boolean.TRUE.equals(
        jdbc.execute((Connection connection) -> {
          Savepoint before = connection.setSavepoint();
          try {
            rows.copyInto(connection, COPIED);
            connection.releaseSavepoint(before);
            return true;
          } catch (SQLException e) {
            if (!PSQLState.UNIQUE_VIOLATION.getState().equals(e.getSQLState())) {
              throw e;
            }
            connection.rollback(before);
            return false;
          }
        }));
  }

  private Collection<UUID> insert(Collection<ReceivedEvent> events) {
    UUID[] keys = events.stream().map(ReceivedEvent::key).toArray(UUID[]::new);
    Integer[] partitions = events.stream().map(ReceivedEvent::partition).toArray(Integer[]::new);
    Long[] offsets = events.stream().map(ReceivedEvent::offset).toArray(Long[]::new);
    return jdbc.query(
        """
        insert into event_key (key, kafka_partition, kafka_offset)
        select * from unnest(?::uuid[], ?::integer[], ?::bigint[])
        on conflict do nothing returning key\
        """,
        statement -> {
          Connection connection = statement.getConnection();
          statement.setArray(1, connection.createArrayOf("uuid", keys));
          statement.setArray(2, connection.createArrayOf("int4", partitions));
          statement.setArray(3, connection.createArrayOf("int8", offsets));
        },
        (row, _) -> row.getObject(1, UUID.class));
  }

  private Map<UUID, Place> places(Set<UUID> keys) {
    Map<UUID, Place> places = new HashMap<>();
    if (!keys.isEmpty()) {
      jdbc.query(
          "select key, kafka_partition, kafka_offset from event_key where key = any(?)",
          statement ->
              statement.setArray(
                  1, statement.getConnection().createArrayOf("uuid", keys.toArray())),
          row -> {
            places.put(row.getObject(1, UUID.class), new Place(row.getInt(2), row.getLong(3)));
          });
    }
    return places;
  }
}
