package io.churnops.training.audit;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Who did what to the registry. Rows are added in the transaction of the act, never changed. */
@Component
public class AuditTrail {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final InstantSource clock;

  AuditTrail(JdbcClient jdbc, JsonMapper json, InstantSource clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Adds a line to the current transaction. */
  public void record(String actor, String action, String subject, Map<String, ?> detail) {
    jdbc.sql("insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, ?::jsonb)")
        .params(
            Timestamp.from(clock.instant()),
            actor,
            action,
            subject,
            json.writeValueAsString(detail))
        .update();
  }
}
