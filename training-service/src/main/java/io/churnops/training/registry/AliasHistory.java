package io.churnops.training.registry;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every version that an alias ever meant. Rows are added, never changed. */
@Component
class AliasHistory {

  private final JdbcClient jdbc;

  AliasHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void append(Alias alias, @Nullable Integer previousVersion) {
    jdbc.sql(
            """
            insert into model_alias_history
              (model_name, alias, version, previous_version, moved_at, moved_by, reason)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .param(alias.modelName())
        .param(alias.alias())
        .param(alias.version())
        .param(previousVersion)
        .param(Timestamp.from(alias.movedAt()))
        .param(alias.movedBy())
        .param(alias.reason())
        .update();
  }

  /** Newest first. */
  List<Entry> of(String model, String alias, int limit) {
    return jdbc.sql(
            """
            select version, previous_version, moved_at, moved_by, reason
            from model_alias_history where model_name = ? and alias = ?
            order by id desc limit ?
            """)
        .params(model, alias, limit)
        .query((row, _) ->
            new Entry(
                row.getInt("version"),
                row.getObject("previous_version", Integer.class),
                row.getTimestamp("moved_at").toInstant(),
                row.getString("moved_by"),
                row.getString("reason")))
        .list();
  }

  /** One move. */
  @Schema(name = "AliasHistoryEntry")
  record Entry(
      int version,
      @Nullable Integer previousVersion,
      Instant movedAt,
      String movedBy,
      String reason) {}
}
