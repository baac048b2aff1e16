package io.churnops.ingestion.changes;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The mappings of changes in Postgres. */
final class ChangeMappingStore {

  private final JdbcClient jdbc;

  ChangeMappingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps a mapping in place of the one of its name; the same text again changes nothing. */
  void put(String name, List<String> topics, String mapping, String by, Instant at) {
    jdbc.sql(
            """
            insert into change_mapping (name, version, topics, mapping, registered_by, registered_at)
            values (:name, 1, cast(:topics as text[]), :mapping, :by, :at)
            on conflict (name) do update
            set version = change_mapping.version + 1, topics = excluded.topics,
                mapping = excluded.mapping, registered_by = excluded.registered_by,
                registered_at = excluded.registered_at
            where change_mapping.mapping <> excluded.mapping
            """)
        .param("name", name)
        .param("topics", topics.toArray(String[]::new))
        .param("mapping", mapping)
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  boolean remove(String name) {
    return jdbc.sql("delete from change_mapping where name = :name").param("name", name).update()
        == 1;
  }

  Optional<RegisteredMapping> find(String name) {
    return jdbc.sql("select * from change_mapping where name = :name")
        .param("name", name)
        .query(ChangeMappingStore::mapping)
        .optional();
  }

  /** By name, those after the given one if there is one. */
  List<RegisteredMapping> page(@Nullable String after, int limit) {
    return jdbc.sql("select * from change_mapping where name > :after order by name limit :limit")
        .param("after", after == null ? "" : after)
        .param("limit", limit)
        .query(ChangeMappingStore::mapping)
        .list();
  }

  private static RegisteredMapping mapping(ResultSet row, int number) throws SQLException {
    return new RegisteredMapping(
        row.getString("name"),
        row.getInt("version"),
        List.of((String[]) row.getArray("topics").getArray()),
        row.getString("mapping"),
        row.getString("registered_by"),
        row.getObject("registered_at", OffsetDateTime.class).toInstant());
  }
}
