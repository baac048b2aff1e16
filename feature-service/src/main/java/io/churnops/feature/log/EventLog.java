package io.churnops.feature.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The append-only log of customer events in Postgres. Holds every event once. */
@Repository
public class EventLog {

  private static final String SELECT = "select " + CopyRows.COLUMNS + " from customer_event ";
  private static final int FETCH_ROWS = 5_000;

  private final JdbcTemplate jdbc;
  private final MonthPartitions partitions;
  private final TransactionTemplate snapshot;
  private final TransactionTemplate ownTransaction;

  EventLog(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.partitions = new MonthPartitions(jdbc, transactions);
    this.snapshot = new TransactionTemplate(transactions);
    snapshot.setReadOnly(true);
    snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.ownTransaction = new TransactionTemplate(transactions, snapshot);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Makes room for the events of a batch; call before the transaction that appends them. */
  @Transactional(propagation = Propagation.NEVER)
  public void prepareFor(Collection<ReceivedEvent> batch) {
    partitions.prepareFor(batch);
  }

  /**
   * Adds the events that the log does not hold yet, in the transaction of the caller.
   *
   * @param erased what is passed over, since it is about somebody who was erased
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Appended append(List<ReceivedEvent> batch, Predicate<ReceivedEvent> erased) {
    List<ReceivedEvent> admitted = batch.stream().filter(Predicate.not(erased)).toList();
    Map<UUID, ReceivedEvent> firsts = new TreeMap<>();
    for (ReceivedEvent received : admitted) {
      firsts.merge(received.key(), received, EventLog::earlier);
    }
    Set<UUID> fresh = insertKeys(firsts.values());
    Map<UUID, Place> places = placesOf(firsts.keySet(), fresh);
    List<ReceivedEvent> rows = new ArrayList<>(fresh.size());
    List<ReceivedEvent> toFold = new ArrayList<>(admitted.size());
    for (ReceivedEvent received : admitted) {
      if (received == firsts.get(received.key()) && fresh.contains(received.key())) {
        rows.add(received);
        toFold.add(received);
      } else if (Place.of(received).equals(places.get(received.key()))) {
        toFold.add(received);
      }
    }
    insertEvents(rows);
    raisePositions(batch, rows);
    return new Appended(toFold, rows.size(), admitted.size() - toFold.size());
  }

  private static ReceivedEvent earlier(ReceivedEvent one, ReceivedEvent other) {
    return Comparator.comparingInt(ReceivedEvent::partition)
                .thenComparingLong(ReceivedEvent::offset)
                .compare(one, other)
            <= 0
        ? one
        : other;
  }

  /** Sorted by key, so that two writers that share keys wait for each other in one order. */
  private Set<UUID> insertKeys(Collection<ReceivedEvent> sortedByKey) {
    UUID[] keys = sortedByKey.stream().map(ReceivedEvent::key).toArray(UUID[]::new);
    Integer[] partitions =
        sortedByKey.stream().map(ReceivedEvent::partition).toArray(Integer[]::new);
    Long[] offsets = sortedByKey.stream().map(ReceivedEvent::offset).toArray(Long[]::new);
    return new HashSet<>(
        jdbc.query(
            """
            insert into event_key (key, kafka_partition, kafka_offset)
            select * from unnest(?::uuid[], ?::integer[], ?::bigint[])
            on conflict do nothing returning key\
            """,
            statement -> {
              statement.setArray(1, array(statement, "uuid", keys));
              statement.setArray(2, array(statement, "int4", partitions));
              statement.setArray(3, array(statement, "int8", offsets));
            },
            (row, _) -> row.getObject(1, UUID.class)));
  }

  private Map<UUID, Place> placesOf(Set<UUID> keys, Set<UUID> except) {
    UUID[] known = keys.stream().filter(key -> !except.contains(key)).toArray(UUID[]::new);
    Map<UUID, Place> places = new HashMap<>();
    if (known.length > 0) {
      jdbc.query(
          "select key, kafka_partition, kafka_offset from event_key where key = any(?)",
          statement -> statement.setArray(1, array(statement, "uuid", known)),
          row -> {
            places.put(row.getObject(1, UUID.class), new Place(row.getInt(2), row.getLong(3)));
          });
    }
    return places;
  }

  private void insertEvents(List<ReceivedEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    CopyRows rows = new CopyRows(events.size());
    events.forEach(rows::add);
    byte[] binary = rows.finish();
    jdbc.execute((Connection connection) -> {
      var copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy customer_event (" + CopyRows.COLUMNS + ") from stdin (format binary)");
      try {
        copy.writeToCopy(binary, 0, binary.length);
        return copy.endCopy();
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    });
  }

  private void raisePositions(List<ReceivedEvent> batch, List<ReceivedEvent> fresh) {
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

  /** Shows every event of some customers, ordered by customer, partition and offset. */
  public void read(Collection<String> customers, Consumer<LoggedEvent> events) {
    read("", customers, _ -> {}, events);
  }

  /**
   * Shows the events of some customers that were known by a moment, ordered by customer, partition
   * and offset.
   *
   * @param knownBy microseconds since the epoch, inclusive
   */
  public void readKnownBy(
      Collection<String> customers, long knownBy, Consumer<LoggedEvent> events) {
    read(
        "and known_time <= ? ",
        customers,
        statement -> statement.setObject(2, timestamp(knownBy)),
        events);
  }

  private void read(
      String condition,
      Collection<String> customers,
      PreparedStatementSetter bound,
      Consumer<LoggedEvent> events) {
    snapshot.executeWithoutResult(_ ->
        jdbc.query(
            connection -> {
              PreparedStatement statement =
                  connection.prepareStatement(
                      SELECT
                          + "where customer_id = any(?) "
                          + condition
                          + "order by customer_id, kafka_partition, kafka_offset");
              statement.setFetchSize(FETCH_ROWS);
              statement.setArray(1, array(statement, "text", customers.toArray(String[]::new)));
              bound.setValues(statement);
              return statement;
            },
            row -> {
              events.accept(LogRow.logged(row));
            }));
  }

  /**
   * So many customers at most, drawn by the hash of their ids, whatever their number of events; all
   * customers if there are fewer. The same customers as long as nobody joins them.
   */
  public List<String> sampleOfCustomers(int most) {
    return jdbc.query(
        """
        select customer_id from (
          select distinct coalesce(canonical_id, customer_id) as customer_id
          from customer_event left join identity_member on member_id = customer_id) as customer
        order by hashtextextended(customer_id, 0), customer_id limit ?\
        """,
        (row, _) -> row.getString(1),
        most);
  }

  /** Removes all events of some ids, and with them the keys by which they would be known again. */
  @Transactional(propagation = Propagation.MANDATORY)
  public ErasedEvents erase(Collection<String> ids) {
    return erase("customer_id = any(?)", List.of((Object) ids.toArray(String[]::new)));
  }

  /**
   * Removes the events by which some customers named one of other ids as theirs.
   *
   * @param named the other ids
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public ErasedEvents eraseNaming(Collection<String> customers, Collection<String> named) {
    // Text with U+0000 in it is no id, and Postgres refuses to take it out of the JSON.
    return erase(
        """
        customer_id = any(?) and type = 'customer.identified'
        and case when position('\\u0000' in data::text) > 0 then false
          else data->>'anonymousId' = any(?) end\
        """,
        List.of(customers.toArray(String[]::new), named.toArray(String[]::new)));
  }

  private ErasedEvents erase(String condition, List<Object> arguments) {
    return jdbc.queryForObject(
        """
        with gone as (delete from customer_event where %s returning source, id),
        keys as (
          delete from event_key where key in (
            select encode(substring(sha256(
                convert_to(source, 'UTF8') || '\\x00'::bytea || convert_to(id, 'UTF8'))
              from 1 for 16), 'hex')::uuid from gone)
          returning key)
        select (select count(*) from gone), (select count(*) from keys)\
        """
            .formatted(condition),
        (row, _) -> new ErasedEvents(row.getLong(1), row.getLong(2)),
        arguments.toArray());
  }

  /** The ids that follow one in their order, among those that events were sent under. */
  public List<String> customersAfter(String id, int limit) {
    return jdbc.query(
        """
        select distinct customer_id from customer_event where customer_id > ?
        order by customer_id limit ?\
        """,
        (row, _) -> row.getString(1),
        id,
        limit);
  }

  /** How many events the log holds of a customer. */
  public long count(String customerId) {
    Long count =
        jdbc.queryForObject(
            "select count(*) from customer_event where customer_id = ?", Long.class, customerId);
    return count == null ? 0 : count;
  }

  /**
   * Lets a reader see the log as it stands now, for as long as it takes: what is appended meanwhile
   * is not in it.
   */
  public <T> T inSnapshot(Function<LogSnapshot, T> reader) {
    return snapshot.execute(_ -> {
      String name = jdbc.queryForObject("select pg_export_snapshot()", String.class);
      Long events =
          jdbc.queryForObject("select coalesce(sum(events), 0) from log_position", Long.class);
      return reader.apply(
          new LogSnapshot(
              jdbc,
              ownTransaction,
              Objects.requireNonNull(name),
              highWater(),
              Objects.requireNonNull(events)));
    });
  }

  private LogHighWater highWater() {
    Map<Integer, LogHighWater.Position> positions = new TreeMap<>();
    jdbc.query(
        "select kafka_partition, kafka_offset, known_time, event_time from log_position",
        row -> {
          positions.put(
              row.getInt(1),
              new LogHighWater.Position(
                  row.getLong(2),
                  row.getObject(3, OffsetDateTime.class).toInstant(),
                  row.getObject(4, OffsetDateTime.class).toInstant()));
        });
    return new LogHighWater(positions);
  }

  private static java.sql.Array array(
      PreparedStatement statement, String type, @Nullable Object[] values) throws SQLException {
    return statement.getConnection().createArrayOf(type, values);
  }

  private static OffsetDateTime timestamp(long micros) {
    return EventTime.toInstant(micros).atOffset(ZoneOffset.UTC);
  }

  /** Where an event was first seen. */
  private record Place(int partition, long offset) {

    static Place of(ReceivedEvent received) {
      return new Place(received.partition(), received.offset());
    }
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
}
