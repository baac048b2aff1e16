package io.churnops.training.registry;

import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Every version that an alias ever meant, and when it came to mean none. Rows are added, never
 * changed.
 */
@Component
public class AliasHistory {

  private final JdbcClient jdbc;

  AliasHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void append(
      Alias alias, @Nullable Integer previousVersion, @Nullable String gateReport, boolean forced) {
    jdbc.sql(
            """
            insert into model_alias_history
              (model_name, alias, version, previous_version, moved_at, moved_by, reason,
               gate_report, forced)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .param(alias.modelName())
        .param(alias.alias())
        .param(alias.version())
        .param(previousVersion)
        .param(Timestamp.from(alias.movedAt()))
        .param(alias.movedBy())
        .param(alias.reason())
        .param(gateReport)
        .param(forced)
        .update();
  }

  void appendRemoval(
      String model,
      String alias,
      int version,
      Instant at,
      String actor,
      String reason,
      boolean forced) {
    jdbc.sql(
            """
            insert into model_alias_history
              (model_name, alias, previous_version, moved_at, moved_by, reason, forced)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(model, alias, version, Timestamp.from(at), actor, reason, forced)
        .update();
  }

  /** Newest first. */
  List<Entry> of(String model, String alias, int limit) {
    return jdbc.sql(
            """
            select version, previous_version, moved_at, moved_by, reason, gate_report, forced
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
                row.getString("reason"),
                row.getString("gate_report"),
                row.getBoolean("forced")))
        .list();
  }

  /** What an alias meant at a moment, if anything. */
  Optional<Alias> at(String model, String alias, Instant at) {
    return jdbc.sql(
            """
            select version, moved_at, moved_by, reason
            from model_alias_history where model_name = ? and alias = ? and moved_at <= ?
            order by id desc limit 1
            """)
        .params(model, alias, Timestamp.from(at))
        .query((row, _) ->
            new Alias(
                model,
                alias,
                row.getInt("version"),
                row.getTimestamp("moved_at").toInstant(),
                row.getString("moved_by"),
                row.getString("reason")))
        .optional()
        .filter(meant -> meant.version() > 0);
  }

  /** Whether a version was what an alias meant, at any time. */
  public boolean hasMeant(String model, String alias, int version) {
    return jdbc.sql(
            """
            select exists (select from model_alias_history
              where model_name = ? and alias = ? and version = ?)
            """)
        .params(model, alias, version)
        .query(Boolean.class)
        .single();
  }

  /**
   * One move.
   *
   * @param version 0 where the alias was removed
   * @param gateReport what the version was held to, absent where no gates were asked
   * @param forced whether it moved against its gates
   */
  @Schema(name = "AliasHistoryEntry")
  public record Entry(
      int version,
      @Nullable Integer previousVersion,
      Instant movedAt,
      String movedBy,
      String reason,
      @Nullable String gateReport,
      boolean forced) {}
}
