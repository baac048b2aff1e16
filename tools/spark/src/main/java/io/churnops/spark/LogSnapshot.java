package io.churnops.spark;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The log as it stands at one moment, held by the driver for the executors to read. */
final class LogSnapshot implements AutoCloseable {

  private static final int PAGES = 2_048;
  private static final int SAMPLED_EVENTS = 40_000;

  private final Connection connection;
  private final String name;

  private LogSnapshot(Connection connection, String name) {
    this.connection = connection;
    this.name = name;
  }

  static LogSnapshot of(LogSource log) throws SQLException {
    Connection connection = log.open();
    try {
      return new LogSnapshot(connection, text(connection, "select pg_export_snapshot()"));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** What other sessions name it by. */
  String name() {
    return name;
  }

  /** Whether ids were ever said to be one customer. */
  boolean hasJoinedCustomers() throws SQLException {
    return text(connection, "select exists (select 1 from identity_change)").equals("t");
  }

  /** The whole log. */
  List<LogSlice> slices() throws SQLException {
    List<LogSlice> slices = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select relid::regclass::text, pg_relation_filenode(relid),
                  pg_relation_size(relid) / current_setting('block_size')::bigint
                from pg_partition_tree('customer_event') where isleaf order by 1
                """)) {
      while (row.next()) {
        long pages = row.getLong(3);
        for (long from = 0; from < pages; from += PAGES) {
          long until = from + PAGES;
          slices.add(new LogSlice(row.getString(1), row.getLong(2), from, until, until >= pages));
        }
      }
    }
    return slices;
  }

  /** Customers, ascending, that part the log into at most so many ranges of about equal size. */
  List<String> borders(int ranges) throws SQLException {
    List<String> sample = new ArrayList<>();
    long events =
        Long.parseLong(text(connection, "select coalesce(sum(events), 0) from log_position"));
    double percent = events <= SAMPLED_EVENTS ? 100 : 100.0 * SAMPLED_EVENTS / events;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select customer_id from customer_event tablesample system ("
                    + percent
                    + ") repeatable (1) order by customer_id")) {
      while (row.next()) {
        sample.add(row.getString(1));
      }
    }
    List<String> borders = new ArrayList<>();
    for (int i = 1; i < ranges && !sample.isEmpty(); i++) {
      String border = sample.get((int) ((long) i * sample.size() / ranges));
      if (borders.isEmpty() || !borders.getLast().equals(border)) {
        borders.add(border);
      }
    }
    return borders;
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
