package io.churnops.training.registry;

import io.churnops.kit.Ids;
import io.churnops.training.audit.AuditTrail;
import io.churnops.training.lifecycle.AliasMoved;
import io.churnops.training.lifecycle.LifecycleOutbox;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets an alias mean nothing any more, together with its history, its audit line and its message.
 * The champion's goes by force alone: a model is rarely meant to be without one.
 */
@Component
public class RemoveAlias {

  private final ModelRegistry registry;
  private final ModelRows models;
  private final AliasRows aliases;
  private final AliasHistory history;
  private final AuditTrail audit;
  private final LifecycleOutbox outbox;
  private final Ids ids;
  private final InstantSource clock;

  RemoveAlias(
      ModelRegistry registry,
      ModelRows models,
      AliasRows aliases,
      AliasHistory history,
      AuditTrail audit,
      LifecycleOutbox outbox,
      Ids ids,
      InstantSource clock) {
    this.registry = registry;
    this.models = models;
    this.aliases = aliases;
    this.history = history;
    this.audit = audit;
    this.outbox = outbox;
    this.ids = ids;
    this.clock = clock;
  }

  /** Removes an alias; one that is not there stays so. */
  @Transactional
  public void remove(String model, String alias, String actor, String reason, boolean forced) {
    models.require(model);
    AliasId id = new AliasId(model, alias);
    Optional<AliasRow> current = aliases.findById(id);
    if (current.isEmpty()) {
      return;
    }
    if (alias.equals(Alias.CHAMPION) && !forced) {
      throw RegistryException.championNeeded(model);
    }
    int version = current.get().version();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    aliases.remove(id);
    history.appendRemoval(model, alias, version, now, actor, reason, forced);
    audit.record(
        actor,
        "alias.removed",
        model + "/" + alias,
        Map.of("previousVersion", version, "reason", reason, "forced", forced));
    ModelVersion before = registry.version(model, version);
    outbox.append(
        AliasMoved.removed(
            ids.next(),
            model,
            alias,
            version,
            now,
            actor,
            reason,
            before.datasetId(),
            before.viewFingerprint()));
  }
}
