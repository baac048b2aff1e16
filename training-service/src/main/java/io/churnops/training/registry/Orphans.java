package io.churnops.training.registry;

import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells artefacts that belong to no version from those that a version or a run may still need. */
@Component
class Orphans {

  private final ModelVersionRows versions;
  private final ModelRows models;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  Orphans(
      ModelVersionRows versions,
      ModelRows models,
      JdbcClient jdbc,
      TransactionTemplate transaction) {
    this.versions = versions;
    this.models = models;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * Takes an artefact out of the way of whoever publishes, unless it belongs to a version or a run
   * of its model is at work. Nothing is registered of the model meanwhile.
   *
   * @param away does so, and tells whether it could
   */
  boolean take(String model, String name, BooleanSupplier away) {
    return Boolean.TRUE.equals(
        transaction.execute(_ -> {
          boolean known = models.lock(model).isPresent();
          return mayGo(model, name, known) && away.getAsBoolean();
        }));
  }

  /**
   * Whether an artefact belongs to no version, and no run of its model is at work. It stays so:
   * what a later run writes has another digest, and with it another name.
   */
  boolean contains(String model, String name) {
    return take(model, name, () -> true);
  }

  /**
   * A whole artefact of a model that the registry does not know is more likely another registry's,
   * or this one's from before its rows were lost, than anybody's rubbish.
   */
  private boolean mayGo(String model, String name, boolean known) {
    return (known || ArtefactStore.versionOf(name).isEmpty())
        && !isWorkedOn(model)
        && !belongsToAVersion(model, name);
  }

  private boolean isWorkedOn(String model) {
    return jdbc.sql("select exists (select from run where model_name = ? and status = 'RUNNING')")
        .param(model)
        .query(Boolean.class)
        .single();
  }

  private boolean belongsToAVersion(String model, String name) {
    OptionalInt version = ArtefactStore.versionOf(name);
    return version.isPresent()
        && versions.folders(new VersionId(model, version.getAsInt())).contains(name);
  }
}
