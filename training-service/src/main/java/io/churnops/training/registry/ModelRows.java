package io.churnops.training.registry;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The models. */
@Repository
class ModelRows {

  private final JdbcClient jdbc;

  ModelRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ModelRow> findById(String name) {
    return jdbc.sql("select * from model where name = ?")
        .param(name)
        .query((row, _) -> ModelRow.of(row))
        .optional();
  }

  List<ModelRow> findAllByOrderByName() {
    return jdbc.sql("select * from model order by name").query((row, _) -> ModelRow.of(row)).list();
  }

  /** Serialises what happens to one model. */
  Optional<ModelRow> lock(String name) {
    return jdbc.sql("select * from model where name = ? for no key update")
        .param(name)
        .query((row, _) -> ModelRow.of(row))
        .optional();
  }

  /** The same of a model that there must be. */
  void require(String name) {
    if (lock(name).isEmpty()) {
      throw RegistryException.unknownModel(name);
    }
  }
}
