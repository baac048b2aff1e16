package io.churnops.feature.lineage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which views and labels the complete training sets were made of. */
@Repository
class DatasetUses {

  /** The fingerprints of a training set's labels, the main one first. */
  private static final String LABELS =
      "array(select json_array_elements_text(coalesce(request -> 'labelFingerprints', '[]')))";

  /** What {@link #built} reads of a training set. */
  static final String COLUMNS =
      "id, request ->> 'viewFingerprint' as view, " + LABELS + " as labels, finished_at";

  private static final String SELECT =
      """
      select %s from training_dataset
      where status = 'COMPLETE' and request ->> 'viewFingerprint' is not null\
      """
          .formatted(COLUMNS);

  private final JdbcClient jdbc;

  DatasetUses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A complete training set.
   *
   * @param labelFingerprints the main one first; none where the caller named the rows
   */
  record Built(
      UUID id, String viewFingerprint, List<String> labelFingerprints, Instant finishedAt) {}

  /** The newest training sets of some views or with some labels. */
  List<Built> ofDefinitions(List<String> views, List<String> labels, int limit) {
    return select(
            " and (request ->> 'viewFingerprint' = any(:views) or "
                + LABELS
                + " && cast(:labels as text[])) order by id desc limit :limit")
        .param("views", views.toArray(String[]::new))
        .param("labels", labels.toArray(String[]::new))
        .param("limit", limit)
        .query(DatasetUses::built)
        .list();
  }

  List<Built> ofIds(List<UUID> ids) {
    return select(" and id = any(:ids) order by id")
        .param("ids", ids.toArray(UUID[]::new))
        .query(DatasetUses::built)
        .list();
  }

  /** In the order in which they were requested. */
  List<Built> after(@Nullable UUID id, int limit) {
    return select(" and (:after::uuid is null or id > :after) order by id limit :limit")
        .param("after", id)
        .param("limit", limit)
        .query(DatasetUses::built)
        .list();
  }

  private JdbcClient.StatementSpec select(String rest) {
    return jdbc.sql(SELECT + rest);
  }

  static Built built(ResultSet row, int number) throws SQLException {
    return new Built(
        row.getObject("id", UUID.class),
        row.getString("view"),
        List.of((String[]) row.getArray("labels").getArray()),
        row.getObject("finished_at", OffsetDateTime.class).toInstant());
  }
}
