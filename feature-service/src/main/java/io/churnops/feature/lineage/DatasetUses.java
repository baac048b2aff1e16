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

/** Which views the complete training sets were made of. */
@Repository
class DatasetUses {

  private static final String SELECT =
      """
      select id, request ->> 'viewFingerprint' as view, finished_at from training_dataset
      where status = 'COMPLETE' and request ->> 'viewFingerprint' is not null\
      """;

  private final JdbcClient jdbc;

  DatasetUses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A complete training set. */
  record Built(UUID id, String viewFingerprint, Instant finishedAt) {}

  /** The newest training sets of some views. */
  List<Built> ofViews(List<String> fingerprints, int limit) {
    return select(" and request ->> 'viewFingerprint' = any(:views) order by id desc limit :limit")
        .param("views", fingerprints.toArray(String[]::new))
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
        row.getObject("finished_at", OffsetDateTime.class).toInstant());
  }
}
