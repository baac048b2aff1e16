package io.churnops.feature.log;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Which events are read of the log, and of which what is in them.
 *
 * @param types of the events
 * @param dataOf those of the types of which the data is read too
 * @param before microseconds since the epoch; events from here on are left out
 * @param upTo per Kafka partition, the last offset that counts, and no other partitions do; null
 *     where all events count
 */
public record EventChoice(
    Set<String> types, Set<String> dataOf, long before, @Nullable Map<Integer, Long> upTo) {

  public EventChoice {
    types = Set.copyOf(types);
    dataOf = Set.copyOf(dataOf);
    upTo = upTo == null ? null : Map.copyOf(upTo);
    if (!types.containsAll(dataOf)) {
      throw new IllegalArgumentException("data of events that are not read: " + dataOf);
    }
  }

  /** A query for the rows of a slice. COPY takes no parameters. */
  String query(PGConnection postgres, LogSlice slice) throws SQLException {
    String data =
        dataOf.isEmpty()
            ? "null::json"
            : dataOf.equals(types)
                ? "data"
                : "case when type in (" + literals(postgres, dataOf) + ") then data end";
    return "select customer_id, event_time, known_time, source, id, type, "
        + data
        + " from "
        + slice.table()
        + " where "
        + slice.condition()
        + " and type in ("
        + literals(postgres, types)
        + ") and event_time < timestamptz "
        + literal(postgres, EventTime.toInstant(before).toString())
        + knownPart();
  }

  /** The further condition of an event to count, as numbers alone, which need no escaping. */
  String knownPart() {
    if (upTo == null) {
      return "";
    }
    StringBuilder condition = new StringBuilder(" and (false");
    upTo.forEach((partition, offset) ->
        condition.append(
            " or (kafka_partition = %d and kafka_offset <= %d)".formatted(partition, offset)));
    return condition.append(')').toString();
  }

  private static String literals(PGConnection postgres, Collection<String> texts)
      throws SQLException {
    List<String> literals = new ArrayList<>();
    for (String text : texts) {
      literals.add(literal(postgres, text));
    }
    return String.join(", ", literals);
  }

  private static String literal(PGConnection postgres, String text) throws SQLException {
    return '\'' + postgres.escapeLiteral(text) + '\'';
  }
}
