package io.churnops.feature.log;

import io.churnops.contract.EventTypes;
import io.churnops.features.engine.CustomerEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
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

  /** All columns. */
  static final String COLUMNS =
      "customer_id, event_time, known_time, source, id, type, data, kafka_partition, kafka_offset";

  /** What is copied into, and how. */
  static final String COPIED = "customer_event (" + COLUMNS + ")";

  private static final String SELECT = "select " + COLUMNS + " from customer_event ";
  private static final int FETCH_ROWS = 5_000;
  private static final int BYTES_PER_ROW = 400;

  private static final Comparator<ReceivedEvent> BY_TIME =
      Comparator.comparingLong(received -> received.event().timeMicros());

  private final JdbcTemplate jdbc;
  private final MonthPartitions partitions;
  private final EventKeys keys;
  private final LogPositions positions;
  private final SampledCustomers samples;
  private final TransactionTemplate snapshot;
  private final TransactionTemplate ownTransaction;

  EventLog(JdbcTemplate jdbc, PlatformTransactionManager transactions, SampledCustomers samples) {
    this.jdbc = jdbc;
    this.samples = samples;
    this.partitions = new MonthPartitions(jdbc, transactions);
    this.keys = new EventKeys(jdbc);
    this.positions = new LogPositions(jdbc);
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
    SortedMap<UUID, ReceivedEvent> firsts = new TreeMap<>();
    for (ReceivedEvent received : admitted) {
      firsts.merge(received.key(), received, EventLog::earlier);
    }
    EventKeys.Claim claim = keys.claim(firsts);
    List<ReceivedEvent> rows = new ArrayList<>(admitted.size());
    List<ReceivedEvent> toFold = new ArrayList<>(admitted.size());
    for (ReceivedEvent received : admitted) {
      if (received == firsts.get(received.key()) && claim.isFresh(received.key())) {
        rows.add(received);
        toFold.add(received);
      } else if (claim.isRedelivered(received)) {
        toFold.add(received);
      }
    }
    insert(rows);
    samples.take(
        rows.stream().map(received -> received.event().customerId()).collect(Collectors.toSet()));
    positions.raise(batch, rows);
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

  /** By customer and time, so that rows that are read together lie and are indexed together. */
  private void insert(List<ReceivedEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    SortedMap<String, List<ReceivedEvent>> byCustomer =
        new TreeMap<>(
            events.stream()
                .collect(Collectors.groupingBy(received -> received.event().customerId())));
    CopyRows rows = new CopyRows(events.size() * BYTES_PER_ROW);
    byCustomer
        .values()
        .forEach(ofCustomer -> ofCustomer.stream().sorted(BY_TIME).forEach(one -> add(one, rows)));
    try {
      jdbc.execute((Connection connection) -> {
        rows.copyInto(connection, COPIED);
        return true;
      });
    } catch (DataIntegrityViolationException e) {
      // A month that was there may be gone: it is looked for before the events are tried again.
      partitions.forget();
      throw e;
    }
  }

  private static void add(ReceivedEvent received, CopyRows rows) {
    CustomerEvent event = received.event();
    rows.row(9)
        .text(event.customerId())
        .instant(event.timeMicros())
        .instant(event.knownMicros())
        .text(event.source())
        .text(event.id())
        .text(event.type())
        .bytes(received.json())
        .integer(received.partition())
        .bigint(received.offset());
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

  /** Removes all events of some ids, and with them the keys by which they would be known again. */
  @Transactional(propagation = Propagation.MANDATORY)
  public ErasedEvents erase(Collection<String> ids) {
    samples.forget(ids);
    return erase("customer_id = any(?)", List.of((Object) ids.toArray(String[]::new)));
  }

  /**
   * Removes the events by which some customers named one of other ids as theirs.
   *
   * @param named the other ids
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public ErasedEvents eraseNaming(Collection<String> customers, Collection<String> named) {
    String[] of = customers.toArray(String[]::new);
    // Read here: Postgres takes no text out of JSON in which any text is one that it cannot hold.
    List<CustomerEvent> naming =
        jdbc
            .query(
                SELECT + "where customer_id = any(?) and type = ?",
                (row, _) -> LogRow.event(row),
                of,
                EventTypes.CUSTOMER_IDENTIFIED)
            .stream()
            .filter(event -> named.contains(event.data().path("anonymousId").stringValue("")))
            .toList();
    return erase(
        "customer_id = any(?) and (source, id) in (select * from unnest(?::text[], ?::text[]))",
        List.of(
            of,
            naming.stream().map(CustomerEvent::source).toArray(String[]::new),
            naming.stream().map(CustomerEvent::id).toArray(String[]::new)));
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
      LongReads.allow(jdbc);
      String name = jdbc.queryForObject("select pg_export_snapshot()", String.class);
      return reader.apply(
          new LogSnapshot(
              jdbc,
              ownTransaction,
              Objects.requireNonNull(name),
              positions.highWater(),
              positions.events()));
    });
  }

  private static java.sql.Array array(
      PreparedStatement statement, String type, @Nullable Object[] values) throws SQLException {
    return statement.getConnection().createArrayOf(type, values);
  }

  private static OffsetDateTime timestamp(long micros) {
    return EventTime.toInstant(micros).atOffset(ZoneOffset.UTC);
  }
}
