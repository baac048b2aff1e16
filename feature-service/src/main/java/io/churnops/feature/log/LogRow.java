package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** A row of {@code customer_event}, columns in the order of {@link EventLog#COLUMNS}. */
final class LogRow {

  private LogRow() {}

  static CustomerEvent event(ResultSet row) throws SQLException {
    return new CustomerEvent(
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(1),
        micros(row, 2),
        micros(row, 3),
        EventPayload.parse(row.getString(7)));
  }

  static LoggedEvent logged(ResultSet row) throws SQLException {
    return new LoggedEvent(event(row), row.getInt(8), row.getLong(9));
  }

  private static long micros(ResultSet row, int column) throws SQLException {
    return EventTime.toMicros(row.getObject(column, OffsetDateTime.class).toInstant());
  }
}
