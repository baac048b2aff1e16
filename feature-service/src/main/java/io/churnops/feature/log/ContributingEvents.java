package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The logged events of a customer, the latest first, as far as somebody wants to see them. */
@Repository
public class ContributingEvents {

  private static final int FETCH_ROWS = 200;

  /** In the order of an index scan backwards; the events of one moment are sorted by name. */
  private static final String LATEST_FIRST = " order by event_time desc, source desc, id desc";

  private final JdbcTemplate jdbc;

  ContributingEvents(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Where in the events somebody is.
   *
   * @param timeMicros of the event seen last
   * @param source of the event seen last
   * @param id of the event seen last
   */
  public record Place(long timeMicros, String source, String id) {

    public static Place of(CustomerEvent event) {
      return new Place(event.timeMicros(), event.source(), event.id());
    }
  }

  /**
   * Which events.
   *
   * @param customerIds all ids of the customer
   * @param fromMicros the first microsecond of event time; null for all
   * @param toMicros the first microsecond after, and the last of known time
   */
  public record Question(
      Collection<String> customerIds,
      Collection<String> types,
      @Nullable Long fromMicros,
      long toMicros) {}

  /**
   * Shows events until nobody wants more.
   *
   * @param after the event seen last; null to begin with the latest
   * @param visitor says whether to go on
   */
  @Transactional(readOnly = true)
  public void forEach(Question question, @Nullable Place after, Predicate<CustomerEvent> visitor) {
    StringBuilder sql =
        new StringBuilder("select ")
            .append(EventLog.COLUMNS)
            .append(" from customer_event where customer_id = any(?) and type = any(?)")
            .append(" and event_time < ? and known_time <= ?");
    if (question.fromMicros() != null) {
      sql.append(" and event_time >= ?");
    }
    if (after != null) {
      sql.append(" and event_time <= ? and (event_time, source, id) < (?, ?, ?)");
    }
    jdbc.query(
        connection -> {
          PreparedStatement statement =
              connection.prepareStatement(sql.append(LATEST_FIRST).toString());
          statement.setFetchSize(FETCH_ROWS);
          bind(statement, question, after);
          return statement;
        },
        (ResultSet rows) -> {
          boolean wanted = true;
          while (wanted && rows.next()) {
            wanted = visitor.test(LogRow.event(rows));
          }
          return wanted;
        });
  }

  private static void bind(PreparedStatement statement, Question question, @Nullable Place after)
      throws SQLException {
    int parameter = 1;
    statement.setArray(parameter++, texts(statement, question.customerIds()));
    statement.setArray(parameter++, texts(statement, question.types()));
    statement.setObject(parameter++, timestamp(question.toMicros()));
    statement.setObject(parameter++, timestamp(question.toMicros()));
    if (question.fromMicros() != null) {
      statement.setObject(parameter++, timestamp(question.fromMicros()));
    }
    if (after != null) {
      statement.setObject(parameter++, timestamp(after.timeMicros()));
      statement.setObject(parameter++, timestamp(after.timeMicros()));
      statement.setString(parameter++, after.source());
      statement.setString(parameter, after.id());
    }
  }

  private static Array texts(PreparedStatement statement, Collection<String> texts)
      throws SQLException {
    return statement.getConnection().createArrayOf("text", texts.toArray(String[]::new));
  }

  private static OffsetDateTime timestamp(long micros) {
    return EventTime.toInstant(micros).atOffset(ZoneOffset.UTC);
  }
}
