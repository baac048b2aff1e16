package io.churnops.benchmarks;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows of the event log per second by COPY alone, on one connection. In one transaction into a
 * plain table with the log's index; and as the log must take them: into partitions by month, with
 * the unique key of every event beside them, a transaction for as many as a poll brings.
 */
final class CopyRate implements AutoCloseable {

  private static final String PLAIN = "benchmark_event";
  private static final String LOG = "benchmark_log";
  private static final String KEYS = "benchmark_key";
  private static final int CHUNK = 1_000;

  private final Connection postgres;

  /** The tables like the log's stay for all rounds, so that they grow as the log does. */
  CopyRate(Connection postgres, Instant now) throws SQLException {
    this.postgres = postgres;
    drop();
    execute("create table " + PLAIN + " (like customer_event including all)");
    execute("create table " + KEYS + " (like event_key including all)");
    execute(
        "create table "
            + LOG
            + " (like customer_event including all) partition by range (event_time)");
    YearMonth last = YearMonth.from(now.atZone(ZoneOffset.UTC));
    for (YearMonth month = last.minusMonths(ShopEvents.DAYS / 28);
        !month.isAfter(last);
        month = month.plusMonths(1)) {
      execute(
          "create table %s_%s partition of %s for values from ('%s-01T00:00Z') to ('%s-01T00:00Z')"
              .formatted(LOG, month.toString().replace('-', '_'), LOG, month, month.plusMonths(1)));
    }
  }

  double inOneTransaction(ShopEvents shop, long first, int events) throws SQLException {
    List<byte[]> chunks = rows(shop, first, events, CHUNK);
    execute("truncate " + PLAIN);
    long start = System.nanoTime();
    copy(PLAIN, chunks);
    return Rates.perSecond(events, start);
  }

  double asTheLog(ShopEvents shop, long first, int events, int poll) throws SQLException {
    List<byte[]> rows = rows(shop, first, events, poll);
    List<byte[]> keys = new ArrayList<>();
    for (long from = first; from < first + events; from += poll) {
      keys.add(keys(shop, from, Math.min(from + poll, first + events)));
    }
    long start = System.nanoTime();
    postgres.setAutoCommit(false);
    for (int i = 0; i < rows.size(); i++) {
      copy(KEYS, List.of(keys.get(i)));
      copy(LOG, List.of(rows.get(i)));
      postgres.commit();
    }
    postgres.setAutoCommit(true);
    return Rates.perSecond(events, start);
  }

  private static List<byte[]> rows(ShopEvents shop, long first, int events, int each) {
    List<byte[]> chunks = new ArrayList<>();
    for (long from = first; from < first + events; from += each) {
      StringBuilder rows = new StringBuilder();
      LongStream.range(from, Math.min(from + each, first + events))
          .mapToObj(shop::row)
          .forEach(rows::append);
      chunks.add(rows.toString().getBytes(StandardCharsets.UTF_8));
    }
    return chunks;
  }

  private static byte[] keys(ShopEvents shop, long from, long until) {
    StringBuilder keys = new StringBuilder();
    LongStream.range(from, until)
        .forEach(n -> {
          byte[] name = (shop.customer(n) + "/" + n).getBytes(StandardCharsets.UTF_8);
          keys.append("%s\t0\t%d\n".formatted(UUID.nameUUIDFromBytes(name), n));
        });
    return keys.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void copy(String table, List<byte[]> chunks) throws SQLException {
    CopyIn copy =
        postgres.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin");
    for (byte[] chunk : chunks) {
      copy.writeToCopy(chunk, 0, chunk.length);
    }
    copy.endCopy();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = postgres.createStatement()) {
      statement.execute(sql);
    }
  }

  private void drop() throws SQLException {
    execute("drop table if exists " + String.join(", ", PLAIN, LOG, KEYS));
  }

  @Override
  public void close() throws SQLException {
    try (postgres) {
      drop();
    }
  }
}
