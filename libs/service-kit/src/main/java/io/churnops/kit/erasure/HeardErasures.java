package io.churnops.kit.erasure;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a service has removed for each erasure it heard of, in the table {@code heard_erasure} of
 * its schema: so that an erasure that is repeated, after a crash too, is answered with all of it.
 * Holds no id of a customer.
 */
final class HeardErasures {

  private final JdbcClient jdbc;

  HeardErasures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What was removed so far, and when the erasure was first heard of. */
  record Heard(Instant at, Map<String, Long> removed) {}

  /** Adds to what was removed; inside a transaction. */
  Heard add(UUID erasure, Instant now, Map<String, Long> removed) {
    jdbc.sql(
            """
            insert into heard_erasure (erasure_id, heard_at, removed) values (?, ?, '{}')
            on conflict (erasure_id) do nothing\
            """)
        .params(erasure, now.atOffset(ZoneOffset.UTC))
        .update();
    Heard before =
        jdbc.sql("select heard_at, removed from heard_erasure where erasure_id = ? for update")
            .param(erasure)
            .query((row, _) ->
                new Heard(
                    row.getObject(1, OffsetDateTime.class).toInstant(), counts(row.getString(2))))
            .single();
    Map<String, Long> all = new TreeMap<>(before.removed());
    removed.forEach((store, count) -> all.merge(store, count, Long::sum));
    jdbc.sql("update heard_erasure set removed = ?::json where erasure_id = ?")
        .params(JsonMapper.shared().writeValueAsString(all), erasure)
        .update();
    return new Heard(before.at(), all);
  }

  private static Map<String, Long> counts(String json) {
    return JsonMapper.shared().readValue(json, new TypeReference<Map<String, Long>>() {});
  }
}
