package io.churnops.training.lifecycle;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages that were decided in a transaction and still have to reach Kafka. Moves of one model
 * hold its row, so their messages have ascending ids in the order of their commits.
 */
@Component
public class LifecycleOutbox {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final InstantSource clock;

  LifecycleOutbox(JdbcClient jdbc, JsonMapper json, InstantSource clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Adds a message to the current transaction. */
  public void append(AliasMoved moved) {
    jdbc.sql(
            """
            insert into lifecycle_outbox (event_id, key, payload, created_at)
            values (?, ?, ?, ?)
            """)
        .params(
            moved.eventId(),
            moved.modelName(),
            json.writeValueAsString(moved),
            Timestamp.from(clock.instant()))
        .update();
  }

  /** True when this transaction is the only relay, over all processes. */
  boolean claim() {
    return jdbc.sql("select pg_try_advisory_xact_lock(hashtext('registry.lifecycle_outbox'))")
        .query(Boolean.class)
        .single();
  }

  List<Unsent> oldestUnsent(int limit) {
    return jdbc.sql(
            """
            select id, key, payload from lifecycle_outbox
            where sent_at is null order by id limit ?
            """)
        .param(limit)
        .query((row, _) ->
            new Unsent(row.getLong("id"), row.getString("key"), row.getString("payload")))
        .list();
  }

  void markSent(long id) {
    jdbc.sql("update lifecycle_outbox set sent_at = ? where id = ?")
        .params(Timestamp.from(clock.instant()), id)
        .update();
  }

  record Unsent(long id, String key, String payload) {}
}
