package io.churnops.ingestion.imports;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What imports did not take, in Postgres, until it is old. */
final class RejectedRows {

  /** Characters of one that are kept. */
  private static final int MAX_TEXT = 32 * 1024;

  private final JdbcTemplate jdbc;
  private final JdbcClient queries;
  private final JsonMapper json;

  RejectedRows(JdbcTemplate jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.queries = JdbcClient.create(jdbc);
    this.json = json;
  }

  /** Keeps some; those kept already, by an earlier life of this service, stay as they are. */
  void keep(UUID importId, List<Rejection> rejections) {
    if (rejections.isEmpty()) {
      return;
    }
    jdbc.batchUpdate(
        """
        insert into import_rejection (import_id, kind, number, event_id, code, detail, content)
        values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
        """,
        rejections.stream().map(rejection -> row(importId, rejection)).toList());
  }

  private @Nullable Object[] row(UUID importId, Rejection rejection) {
    return new @Nullable Object[] {
      importId,
      rejection.kind().name(),
      rejection.number(),
      rejection.eventId(),
      storable(rejection.code()),
      rejection.detail(),
      content(rejection)
    };
  }

  /** The content as JSON; of what is too long, the beginning as a JSON string. */
  private String content(Rejection rejection) {
    String text = json.writeValueAsString(rejection.content());
    return storable(
        text.length() <= MAX_TEXT ? text : json.writeValueAsString(text.substring(0, MAX_TEXT)));
  }

  /** Postgres keeps no U+0000; in JSON it is an escape, which stays. */
  private static String storable(String text) {
    return text.replace('\u0000', '\uFFFD');
  }

  /** Those after a place in the order of kind and number. */
  List<Rejection> page(UUID importId, Rejection.@Nullable Kind kind, long number, int limit) {
    return queries
        .sql(
            """
            select kind, number, event_id, code, detail, content from import_rejection
            where import_id = :id and (kind, number) > (:kind, :number)
            order by kind, number limit :limit
            """)
        .param("id", importId)
        .param("kind", kind == null ? "" : kind.name())
        .param("number", number)
        .param("limit", limit)
        .query((row, _) ->
            new Rejection(
                Rejection.Kind.valueOf(row.getString("kind")),
                row.getLong("number"),
                row.getString("event_id"),
                row.getString("code"),
                row.getString("detail"),
                json.readTree(row.getString("content"))))
        .list();
  }

  /** Forgets what imports that ended before an instant did not take. */
  void forgetBefore(Instant instant) {
    queries
        .sql(
            """
            delete from import_rejection using import_job
            where import_rejection.import_id = import_job.import_id and finished_at < :before
            """)
        .param("before", instant.atOffset(ZoneOffset.UTC))
        .update();
  }
}
