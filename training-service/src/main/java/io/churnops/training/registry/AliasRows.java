package io.churnops.training.registry;

import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The aliases. Whoever moves one holds its model's lock. */
@Repository
class AliasRows {

  private final JdbcClient jdbc;

  AliasRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<AliasRow> findById(AliasId id) {
    return jdbc.sql("select * from model_alias where model_name = ? and alias = ?")
        .params(id.modelName(), id.alias())
        .query((row, _) -> AliasRow.of(row))
        .optional();
  }

  List<AliasRow> findAll() {
    return jdbc.sql("select * from model_alias").query((row, _) -> AliasRow.of(row)).list();
  }

  List<AliasRow> ofModel(String model) {
    return jdbc.sql("select * from model_alias where model_name = ? order by alias")
        .param(model)
        .query((row, _) -> AliasRow.of(row))
        .list();
  }

  void remove(AliasId id) {
    jdbc.sql("delete from model_alias where model_name = ? and alias = ?")
        .params(id.modelName(), id.alias())
        .update();
  }

  /** Writes an alias, over what it meant before. */
  void put(AliasRow row) {
    jdbc.sql(
            """
            insert into model_alias
              (model_name, alias, version, moved_at, moved_by, reason, lock_version)
            values (?, ?, ?, ?, ?, ?, 0)
            on conflict (model_name, alias) do update
            set version = excluded.version, moved_at = excluded.moved_at,
              moved_by = excluded.moved_by, reason = excluded.reason,
              lock_version = model_alias.lock_version + 1
            """)
        .params(
            row.id().modelName(),
            row.id().alias(),
            row.version(),
            Timestamp.from(row.movedAt()),
            row.movedBy(),
            row.reason())
        .update();
  }
}
