package io.churnops.training.registry;

import io.churnops.training.audit.AuditTrail;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Versions that are not wanted any more. A deleted one is hidden and no alias may mean it; until
 * its time is up it can be restored, then its artefact goes and its row stays.
 */
@Component
public class DeletedVersions {

  private static final String SERVICE = "training-service";

  private final ModelRegistry registry;
  private final ModelRows models;
  private final AliasRows aliases;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final Duration retention;

  DeletedVersions(
      ModelRegistry registry,
      ModelRows models,
      AliasRows aliases,
      AuditTrail audit,
      JdbcClient jdbc,
      InstantSource clock,
      ModelFilesProperties properties) {
    this.registry = registry;
    this.models = models;
    this.aliases = aliases;
    this.audit = audit;
    this.jdbc = jdbc;
    this.clock = clock;
    this.retention = properties.deletedRetention();
  }

  /** Deletes a version that no alias means; one that is deleted stays so. */
  @Transactional
  public void delete(String model, int version, String actor, String reason) {
    models.lock(model);
    if (!registry.version(model, version).ready()) {
      return;
    }
    List<String> meaning =
        aliases.ofModel(model).stream()
            .map(AliasRow::toAlias)
            .filter(alias -> alias.version() == version)
            .map(Alias::alias)
            .toList();
    if (!meaning.isEmpty()) {
      throw RegistryException.versionInUse(model, version, meaning);
    }
    jdbc.sql(
            """
            update model_version set status = 'DELETED', deleted_at = ?, deleted_by = ?
            where model_name = ? and version = ?
            """)
        .params(Timestamp.from(clock.instant()), actor, model, version)
        .update();
    audit.record(actor, "version.deleted", model + "/" + version, Map.of("reason", reason));
  }

  /** Takes a deletion back, as long as the artefact is there. */
  @Transactional
  public ModelVersion restore(String model, int version, String actor) {
    models.lock(model);
    ModelVersion current = registry.version(model, version);
    if (current.removed()) {
      throw RegistryException.artefactRemoved(current);
    }
    if (current.ready()) {
      return current;
    }
    int restored =
        jdbc.sql(
                """
                update model_version set status = 'READY', deleted_at = null, deleted_by = null
                where model_name = ? and version = ? and status = 'DELETED'
                """)
            .params(model, version)
            .update();
    if (restored == 0) { // Its retention has ended since it was looked at.
      throw RegistryException.artefactRemoved(current);
    }
    audit.record(actor, "version.restored", model + "/" + version, Map.of());
    return registry.version(model, version);
  }

  /** Gives up what was deleted long enough ago; the artefacts belong to no version from then on. */
  @Transactional
  public int giveUpExpired() {
    Instant now = clock.instant();
    List<VersionId> expired =
        jdbc.sql(
                """
                update model_version set status = 'REMOVED', removed_at = ?
                where status = 'DELETED' and deleted_at < ? returning model_name, version
                """)
            .params(Timestamp.from(now), Timestamp.from(now.minus(retention)))
            .query((row, _) -> new VersionId(row.getString("model_name"), row.getInt("version")))
            .list();
    for (VersionId id : expired) {
      audit.record(SERVICE, "version.removed", id.modelName() + "/" + id.version(), Map.of());
    }
    return expired.size();
  }
}
