package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The log as it stood at one moment, readable by several threads at once, each on a connection of
 * its own. Usable only during the call of {@link EventLog#inSnapshot}.
 */
public final class LogSnapshot {

  /** A buffer each while the log is read: they take 16 MB at most. */
  private static final int MOST_RANGES = 512;

  /** Enough to cut the log into ranges of about equal size. */
  private static final int SAMPLED_EVENTS = 40_000;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate readOnly;
  private final String name;
  private final LogHighWater highWater;
  private final long events;

  LogSnapshot(
      JdbcTemplate jdbc,
      TransactionTemplate readOnly,
      String name,
      LogHighWater highWater,
      long events) {
    this.jdbc = jdbc;
    this.readOnly = readOnly;
    this.name = name;
    this.highWater = highWater;
    this.events = events;
  }

  public LogHighWater highWater() {
    return highWater;
  }

  /**
   * All customers in ranges, ascending, of about so many events each, or of more where the log is
   * large. Where the borders lie depends on a sample; that every customer is in exactly one range
   * does not.
   */
  public List<CustomerRange> ranges(int eventsEach) {
    int count = Math.clamp(Math.ceilDiv(events, (long) eventsEach), 1, MOST_RANGES);
    if (count == 1) {
      return List.of(CustomerRange.ALL);
    }
    double percent = Math.min(100, 100.0 * SAMPLED_EVENTS / events);
    List<CustomerRange> ranges = new ArrayList<>();
    String from = null;
    for (String border : borders(count, percent)) {
      ranges.add(new CustomerRange(from, border));
      from = border;
    }
    ranges.add(new CustomerRange(from, null));
    return ranges;
  }

  private List<String> borders(int count, double percent) {
    List<String> sample =
        read(() ->
            jdbc.query(
                "select customer_id from customer_event tablesample system ("
                    + percent
                    + ") repeatable (1) order by customer_id",
                (row, _) -> row.getString(1)));
    List<String> borders = new ArrayList<>();
    for (int i = 1; i < count && !sample.isEmpty(); i++) {
      String border = sample.get((int) ((long) i * sample.size() / count));
      if (borders.isEmpty() || !borders.getLast().equals(border)) {
        borders.add(border);
      }
    }
    return borders;
  }

  /**
   * The chosen events by ranges of customers.
   *
   * @param folder where they are laid out
   */
  public ScatteredEvents scattered(List<CustomerRange> ranges, EventChoice choice, Path folder)
      throws IOException {
    return new ScatteredEvents(this, jdbc, ranges, choice, folder);
  }

  /** The chosen events of some customers, by customer, with their data. */
  public Map<String, List<CustomerEvent>> events(Collection<String> customers, EventChoice choice) {
    Map<String, List<CustomerEvent>> events = new HashMap<>();
    read(() -> {
      jdbc.query(
          "select "
              + EventLog.COLUMNS
              + " from customer_event"
              + " where customer_id = any(?) and type = any(?) and event_time < ?"
              + choice.knownPart(),
          row -> {
            CustomerEvent event = LogRow.event(row);
            events.computeIfAbsent(event.customerId(), _ -> new ArrayList<>()).add(event);
          },
          customers.toArray(String[]::new),
          choice.types().toArray(String[]::new),
          EventTime.toInstant(choice.before()).atOffset(ZoneOffset.UTC));
      return true;
    });
    return events;
  }

  /** Those of some ids that events were sent under, of whatever type. */
  public Set<String> known(Collection<String> ids) {
    return read(() ->
        new HashSet<>(
            jdbc.query(
                """
                select asked from unnest(?::text[]) asked
                where exists (select from customer_event where customer_id = asked)\
                """,
                (row, _) -> row.getString(1),
                (Object) ids.toArray(String[]::new))));
  }

  /**
   * Customers of whom events of some types were logged beyond some offsets.
   *
   * @param offsets per partition, the last that does not count; events of others all do
   * @param before microseconds since the epoch; events that happened from here on do not count
   * @param limit so many customers at most
   */
  public Set<String> customersSince(
      Map<Integer, Long> offsets, Collection<String> types, long before, int limit) {
    boolean all = !offsets.keySet().containsAll(highWater.positions().keySet());
    long lowest = all ? -1 : offsets.values().stream().min(Long::compare).orElse(-1L);
    return read(() ->
        new HashSet<>(
            jdbc.query(
                """
                select distinct customer_id from customer_event
                  left join unnest(?::integer[], ?::bigint[]) as known (kafka_partition, known_to)
                    using (kafka_partition)
                where kafka_offset > ? and kafka_offset > coalesce(known_to, -1)
                  and type = any(?) and event_time < ? limit ?\
                """,
                (row, _) -> row.getString(1),
                offsets.keySet().toArray(Integer[]::new),
                offsets.values().toArray(Long[]::new),
                lowest,
                types.toArray(String[]::new),
                EventTime.toInstant(before).atOffset(ZoneOffset.UTC),
                limit)));
  }

  /** Reads whatever tables of the database as they stood at the moment of this log. */
  public <T> T read(Supplier<T> reader) {
    return readOnly.execute(_ -> {
      enter();
      LongReads.allow(jdbc);
      return reader.get();
    });
  }

  private void enter() {
    try {
      jdbc.execute("set transaction snapshot '" + name + "'");
    } catch (DataAccessException e) {
      // It ends with the connection that took it, as when the database is restarted.
      throw new TransientDataAccessResourceException("The snapshot of the log is gone", e);
    }
  }
}
