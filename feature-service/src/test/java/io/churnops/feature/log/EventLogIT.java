package io.churnops.feature.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.StoreClient;
import io.churnops.features.engine.CustomerEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The log holds every event once, whether a batch is all new or repeats what is there. */
@FeatureServiceTest
class EventLogIT {

  private static final int PARTITION = 0;

  private final EventLog log;
  private final TransactionTemplate transaction;
  private final String customer = "log-" + UUID.randomUUID();
  private final long now = EventTime.toMicros(Instant.now());

  private final JdbcTemplate jdbc;
  private final EndSilentCopies silentCopies;

  @TempDir Path folder;

  EventLogIT(
      @Autowired EventLog log,
      @Autowired JdbcTemplate jdbc,
      @Autowired EndSilentCopies silentCopies,
      @Autowired PlatformTransactionManager transactions) {
    this.log = log;
    this.jdbc = jdbc;
    this.silentCopies = silentCopies;
    this.transaction = new TransactionTemplate(transactions);
  }

  private ReceivedEvent event(int number, long offset) {
    String id = customer + "-" + number;
    byte[] json = "{\"number\":%d}".formatted(number).getBytes(StandardCharsets.UTF_8);
    return new ReceivedEvent(
        new CustomerEvent(
            "/log", id, "order.placed", customer, now, now, EventPayload.parse("{\"number\":1}")),
        EventDecoder.key("/log", id),
        json,
        PARTITION,
        offset);
  }

  private Appended append(List<ReceivedEvent> batch) {
    return log.append(batch, _ -> false);
  }

  /** Leaves no trace: the positions of the log are those of all tests. */
  private void inTransaction(Runnable test) {
    log.prepareFor(List.of(event(0, 0)));
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      test.run();
    });
  }

  private List<Long> offsets() {
    List<Long> offsets = new ArrayList<>();
    log.read(List.of(customer), logged -> offsets.add(logged.offset()));
    return offsets;
  }

  @Test
  void tellsNewEventsFromRedeliveriesAndDuplicates() {
    inTransaction(this::appendMixed);
  }

  private void appendMixed() {
    List<ReceivedEvent> first = List.of(event(0, 0), event(1, 1), event(2, 2));

    assertThat(append(first)).isEqualTo(new Appended(first, 3, 0));

    ReceivedEvent redelivered = event(2, 2);
    ReceivedEvent sentAgain = event(1, 3);
    ReceivedEvent fresh = event(3, 4);
    ReceivedEvent twiceInBatch = event(3, 5);
    Appended mixed = append(List.of(redelivered, sentAgain, fresh, twiceInBatch));

    assertThat(mixed).isEqualTo(new Appended(List.of(redelivered, fresh), 1, 2));
    assertThat(offsets()).containsExactly(0L, 1L, 2L, 4L);
  }

  /** A batch that repeats something makes the log claim keys one by one for a while. */
  @Test
  void holdsEveryEventOnceHoweverBatchesRepeatThem() {
    inTransaction(this::appendRepeating);
  }

  private void appendRepeating() {
    append(List.of(event(0, 0), event(0, 1)));
    for (int batch = 1; batch <= 120; batch++) {
      int number = batch;
      List<ReceivedEvent> events =
          IntStream.of(number, number % 7 == 0 ? 0 : number + 1_000)
              .mapToObj(one -> event(one, one == 0 ? 10_000 + number : one))
              .sorted(Comparator.comparingLong(ReceivedEvent::offset))
              .toList();
      Appended appended = append(events);
      assertThat(appended.duplicates()).as("batch %d", batch).isEqualTo(number % 7 == 0 ? 1 : 0);
      assertThat(append(events).fresh()).as("again batch %d", batch).isZero();
    }
    assertThat(offsets()).doesNotHaveDuplicates().hasSize(1 + 120 + 120 - 120 / 7);
  }

  /** JSON that Postgres keeps, but takes no text out of. */
  @Test
  void erasesWhoNamedAnIdWhateverElseAnEventSays() {
    inTransaction(() -> {
      append(
          List.of(
              identified(0, "{\"anonymousId\":\"a\",\"note\":\"\\ud800\"}"),
              identified(1, "{\"anonymousId\":\"a\",\"note\":\"\\u0000\"}"),
              identified(2, "{\"anonymousId\":\"b\",\"note\":\"\\ud800\"}"),
              identified(3, "{\"anonymousId\":[\"a\"]}"),
              event(4, 4)));

      assertThat(log.eraseNaming(List.of(customer), List.of("a", "c")))
          .isEqualTo(new ErasedEvents(2, 2));
      assertThat(offsets()).containsExactly(2L, 3L, 4L);
      assertThat(log.eraseNaming(List.of(), List.of("a"))).isEqualTo(new ErasedEvents(0, 0));
    });
  }

  private ReceivedEvent identified(int number, String data) {
    ReceivedEvent event = event(number, number);
    CustomerEvent of = event.event();
    return new ReceivedEvent(
        new CustomerEvent(
            of.source(),
            of.id(),
            "customer.identified",
            customer,
            now,
            now,
            EventPayload.parse(data)),
        event.key(),
        data.getBytes(StandardCharsets.UTF_8),
        PARTITION,
        event.offset());
  }

  /** As it is gone when the database was restarted: whoever reads it may begin anew. */
  @Test
  void saysThatASnapshotThatIsGoneMayBeTakenAnew() {
    LogSnapshot gone = log.inSnapshot(snapshot -> snapshot);

    assertThatThrownBy(() -> gone.read(() -> 1)).isInstanceOf(TransientDataAccessException.class);
  }

  @Test
  void waitsForNoLockForEver() {
    String longest = log.inSnapshot(_ -> lockTimeout());

    assertThat(longest).isEqualTo("10min");
    assertThat(lockTimeout()).isEqualTo("30s");
  }

  private String lockTimeout() {
    return Objects.requireNonNull(jdbc.queryForObject("show lock_timeout", String.class));
  }

  /** What is rolled back leaves pages to be read. */
  @Test
  void doesNotReadOnInATableThatWasRewritten() {
    inTransaction(() -> append(List.of(event(0, 0))));
    String month =
        Objects.requireNonNull(
            jdbc.queryForObject(
                """
                select relid::regclass::text from pg_partition_tree('customer_event')
                where isleaf and pg_relation_size(relid) > 0 order by pg_relation_size(relid) limit 1\
                """,
                String.class));
    EventChoice choice = new EventChoice(Set.of("order.placed"), Set.of(), now, null);

    Iterator<Callable<Boolean>> before = reads(choice, () -> {});
    assertThat(before).isExhausted();
    assertThatThrownBy(() -> reads(choice, () -> rewrite(month)))
        .isInstanceOf(TransientDataAccessException.class)
        .hasMessageContaining("rewritten");
  }

  private Iterator<Callable<Boolean>> reads(EventChoice choice, Runnable meanwhile) {
    return log.inSnapshot(snapshot -> {
      try (ScatteredEvents events =
          snapshot.scattered(List.of(CustomerRange.ALL), choice, folder)) {
        Iterator<Callable<Boolean>> reads = events.reads();
        meanwhile.run();
        while (reads.hasNext()) {
          reads.next().call();
        }
        return reads;
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /** Somebody may restore a dump in the same role, and take their time. */
  @Test
  void endsOnlyTheCopiesOfTheLogThatFallSilent() throws Exception {
    jdbc.execute("create table if not exists silent_copy (line text)");
    Connection theirs = connection();
    Connection ours = connection();
    String ourCopy = CopyRows.statement(EventKeys.COPIED);
    String theirCopy = "copy silent_copy from stdin";
    try {
      CopyIn ourRows = copy(ours, ourCopy);
      CopyIn theirRows = copy(theirs, theirCopy);
      Awaitility.await("both wait for rows")
          .atMost(StoreClient.PATIENCE)
          .until(() -> waits(ourCopy) && waits(theirCopy));

      silentCopies.end(Duration.ZERO);

      Awaitility.await("ours is ended").atMost(StoreClient.PATIENCE).until(() -> !waits(ourCopy));
      assertThatThrownBy(ourRows::endCopy).isInstanceOf(SQLException.class);
      assertThat(theirRows.endCopy()).isZero();
    } finally {
      ours.abort(Runnable::run);
      theirs.abort(Runnable::run);
      jdbc.execute("drop table silent_copy");
    }
  }

  private static CopyIn copy(Connection connection, String statement) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
  }

  private Connection connection() throws SQLException {
    HikariDataSource pool = (HikariDataSource) Objects.requireNonNull(jdbc.getDataSource());
    return DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
  }

  private boolean waits(String statement) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            """
            select count(*) > 0 from pg_stat_activity
            where state = 'active' and wait_event = 'ClientRead' and query = ?\
            """,
            Boolean.class,
            statement));
  }

  /** Outside of the transaction of the snapshot. */
  private void rewrite(String table) {
    try (Connection connection = Objects.requireNonNull(jdbc.getDataSource()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum full " + table);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
