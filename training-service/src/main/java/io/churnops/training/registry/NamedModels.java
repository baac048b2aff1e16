package io.churnops.training.registry;

import io.churnops.training.audit.AuditTrail;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Models without versions: names that wait for their first training run. Once there is a version
 * the name is in its signed artefact, and stays.
 */
@Component
public class NamedModels {

  private final ModelRows models;
  private final ModelVersionRows versions;
  private final Notes notes;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  NamedModels(
      ModelRows models,
      ModelVersionRows versions,
      Notes notes,
      AuditTrail audit,
      JdbcClient jdbc,
      InstantSource clock) {
    this.models = models;
    this.versions = versions;
    this.notes = notes;
    this.audit = audit;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Makes a new one, of which something is said at once. */
  @Transactional
  public void create(String model, Note note, String actor) {
    int created =
        jdbc.sql("insert into model (name, created_at) values (?, ?) on conflict do nothing")
            .params(model, Timestamp.from(clock.instant()))
            .update();
    if (created == 0) {
      throw RegistryException.modelExists(model);
    }
    audit.record(actor, "model.created", model, Map.of());
    notes.ofModel(model, note, actor);
  }

  /** Gives one another name. */
  @Transactional
  public void rename(String model, String name, String actor) {
    requireNoVersions(model);
    try {
      jdbc.sql("update model set name = ? where name = ?").params(name, model).update();
    } catch (DuplicateKeyException e) {
      throw RegistryException.modelExists(name);
    }
    audit.record(actor, "model.renamed", model, Map.of("name", name));
  }

  /** Deletes one. */
  @Transactional
  public void delete(String model, String actor) {
    requireNoVersions(model);
    jdbc.sql("delete from model where name = ?").param(model).update();
    audit.record(actor, "model.deleted", model, Map.of());
  }

  private void requireNoVersions(String model) {
    models.require(model);
    if (versions.newest(model) > 0) {
      throw RegistryException.modelHasVersions(model);
    }
  }
}
