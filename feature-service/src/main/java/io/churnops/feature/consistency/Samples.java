package io.churnops.feature.consistency;

import io.churnops.feature.log.EventTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Samples as rows: numbers are written so that they are read back to the bit. */
final class Samples {

  /** Whether a row holds events of one of the ids in an array. */
  static final String HOLDS_ONE =
      "exists (select from json_array_elements_text(members) member where member = any(?))";

  /** Whether a row holds events of ids in an array and of no other. */
  static final String HOLDS_ONLY =
      "not exists (select from json_array_elements_text(members) member where member <> all(?))";

  private static final JsonMapper JSON = JsonMapper.shared();

  private Samples() {}

  /** Reads number, customer, members, view, moment, offsets and values, in this order. */
  static Sample read(ResultSet row) throws SQLException {
    return new Sample(
        row.getLong(1),
        row.getString(2),
        JSON.readValue(row.getString(3), new TypeReference<Set<String>>() {}),
        row.getString(4),
        EventTime.toMicros(row.getObject(5, OffsetDateTime.class).toInstant()),
        JSON.readValue(row.getString(6), new TypeReference<Map<Integer, Long>>() {}),
        values(row.getString(7)));
  }

  static List<@Nullable Object> values(String json) {
    List<@Nullable Object> values = new ArrayList<>();
    for (JsonNode value : JSON.readTree(json)) {
      values.add(
          value.isNull() ? null : value.isString() ? value.stringValue() : value.doubleValue());
    }
    return values;
  }

  static OffsetDateTime timestamp(long micros) {
    return EventTime.toInstant(micros).atOffset(ZoneOffset.UTC);
  }
}
