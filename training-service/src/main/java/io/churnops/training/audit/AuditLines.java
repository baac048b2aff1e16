package io.churnops.training.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The audit, to be read. */
@Component
class AuditLines {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  AuditLines(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** The lines before a position, newest first. */
  List<AuditEntry> page(Filter filter, long before, int limit) {
    return jdbc.sql(
            """
            select * from audit
            where position < :before
              and (:actor::text is null or actor = :actor)
              and (:action::text is null or action = :action)
              and (:subject::text is null or subject = :subject
                   or starts_with(subject, :subject || '/'))
            order by position desc limit :limit
            """)
        .param("before", before)
        .param("actor", filter.actor())
        .param("action", filter.action())
        .param("subject", filter.subject())
        .param("limit", limit)
        .query(this::entry)
        .list();
  }

  private AuditEntry entry(ResultSet row, int number) throws SQLException {
    return new AuditEntry(
        row.getLong("position"),
        row.getTimestamp("at").toInstant(),
        row.getString("actor"),
        row.getString("action"),
        row.getString("subject"),
        json.readTree(row.getString("detail")),
        row.getString("hash"));
  }

  /** Which lines; null is any. A subject stands for what is below it, too. */
  record Filter(@Nullable String actor, @Nullable String action, @Nullable String subject) {}
}
