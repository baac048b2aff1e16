package io.churnops.training.forests;

import io.churnops.forest.ForestParameters;
import io.churnops.forest.GrownOn;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The forests that wait for a run, in Postgres. */
@Repository
class ForestRows {

  private static final int CHUNK = 1 << 22;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ForestRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Adds a forest, within a transaction; false if it is there, for which it waits. */
  boolean insert(KeptForest forest, ByteBuffer bytes) {
    int added =
        jdbc.sql(
                """
                insert into grown_forest
                  (forest_id, table_sha256, parameters, columns, nodes, bytes, grown_on,
                   uploaded_by, uploaded_at, wanted_at)
                values
                  (:id, :table, :parameters::jsonb, :columns, :nodes, :bytes, :grownOn::jsonb,
                   :by, :at, :at)
                on conflict (forest_id) do nothing
                """)
            .param("id", forest.forestId())
            .param("table", forest.table())
            .param("parameters", json.writeValueAsString(forest.parameters()))
            .param("columns", forest.columns())
            .param("nodes", forest.nodes())
            .param("bytes", forest.bytes())
            .param("grownOn", json.writeValueAsString(forest.grownOn()))
            .param("by", forest.uploadedBy())
            .param("at", Timestamp.from(forest.uploadedAt()))
            .update();
    if (added == 0) {
      return false;
    }
    for (int place = 0; bytes.hasRemaining(); place++) {
      byte[] chunk = new byte[Math.min(CHUNK, bytes.remaining())];
      bytes.get(chunk);
      jdbc.sql("insert into grown_forest_chunk (forest_id, place, content) values (?, ?, ?)")
          .params(forest.forestId(), place, chunk)
          .update();
    }
    return true;
  }

  Optional<KeptForest> find(String forestId) {
    return jdbc.sql("select * from grown_forest where forest_id = ?")
        .param(forestId)
        .query((row, _) -> forest(row))
        .optional();
  }

  /** A part of its bytes; empty behind the last. */
  Optional<byte[]> chunk(String forestId, int place) {
    return jdbc.sql("select content from grown_forest_chunk where forest_id = ? and place = ?")
        .params(forestId, place)
        .query(byte[].class)
        .optional();
  }

  /** Newest first, those that came before a position. */
  List<Placed> page(long before, int size) {
    return jdbc.sql("select * from grown_forest where position < ? order by position desc limit ?")
        .params(before, size)
        .query((row, _) -> new Placed(row.getLong("position"), forest(row)))
        .list();
  }

  /** Notes that a forest is wanted again; false if it is not there. */
  boolean want(String forestId, Instant now) {
    return jdbc.sql(
                "update grown_forest set wanted_at = greatest(wanted_at, ?) where forest_id = ?")
            .params(Timestamp.from(now), forestId)
            .update()
        > 0;
  }

  /** Removes forests that nobody has wanted since a moment and no run waits for. */
  int forget(Instant before) {
    return jdbc.sql(
            """
            delete from grown_forest
            where wanted_at < ? and not exists (
              select from run
              where status in ('QUEUED', 'RUNNING') and request -> 'forests' ?? forest_id)
            """)
        .param(Timestamp.from(before))
        .update();
  }

  private KeptForest forest(ResultSet row) throws SQLException {
    return new KeptForest(
        row.getString("forest_id"),
        row.getString("table_sha256"),
        json.readValue(row.getString("parameters"), ForestParameters.class),
        row.getInt("columns"),
        row.getInt("nodes"),
        row.getLong("bytes"),
        List.of(json.readValue(row.getString("grown_on"), GrownOn[].class)),
        row.getString("uploaded_by"),
        row.getTimestamp("uploaded_at").toInstant());
  }

  /** A forest and its place in the order of uploads. */
  record Placed(long position, KeptForest forest) {}
}
