package io.churnops.spark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Reads the events of a slice of the log that a training set needs, each only once. */
record ReadLog(LogSource log, String snapshot, TrainingSetPlan plan)
    implements PairFlatMapFunction<LogSlice, EventKey, LoggedEvent> {

  private static final int AT_ONCE = 5_000;

  @Override
  public Iterator<Tuple2<EventKey, LoggedEvent>> call(LogSlice slice) throws SQLException {
    List<Tuple2<EventKey, LoggedEvent>> events = new ArrayList<>();
    try (Connection connection = log.open(snapshot)) {
      try (PreparedStatement statement = connection.prepareStatement(query(slice))) {
        statement.setFetchSize(AT_ONCE);
        statement.setArray(1, connection.createArrayOf("text", plan.typesReadInto()));
        statement.setArray(2, connection.createArrayOf("text", plan.types()));
        statement.setLong(3, plan.beforeMicros());
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            LoggedEvent event = event(row);
            events.add(new Tuple2<>(event.key(), event));
          }
        }
      }
      checkFile(connection, slice);
    }
    return events.iterator();
  }

  private static String query(LogSlice slice) {
    return """
    select customer_id, (extract(epoch from event_time) * 1000000)::bigint, source, id, type,
      (extract(epoch from known_time) * 1000000)::bigint,
      case when type = any (?) then data::text end
    from %s where %s and type = any (?)
      and event_time < timestamptz 'epoch' + ? * interval '1 microsecond'
    """
        .formatted(slice.table(), slice.condition());
  }

  private static LoggedEvent event(ResultSet row) throws SQLException {
    EventKey key =
        new EventKey(row.getString(1), row.getLong(2), row.getString(3), row.getString(4));
    return new LoggedEvent(key, row.getString(5), row.getLong(6), row.getString(7));
  }

  private static void checkFile(Connection connection, LogSlice slice) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_relation_filenode(?::regclass)")) {
      statement.setString(1, slice.table());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || row.getLong(1) != slice.file()) {
          throw new IllegalStateException(
              slice.table() + " was rewritten while the log was read. Start the job again.");
        }
      }
    }
  }
}
