package io.churnops.training.registry;

import io.churnops.kit.Ids;
import io.churnops.training.audit.AuditTrail;
import io.churnops.training.lifecycle.AliasMoved;
import io.churnops.training.lifecycle.LifecycleOutbox;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What there is to serve. A version, once registered, never changes but for what is said of it; an
 * alias moves together with its history, its audit line and its message, or not at all.
 */
@Service
public class ModelRegistry {

  private final ModelRows models;
  private final ModelVersionRows versions;
  private final AliasRows aliases;
  private final AliasHistory history;
  private final Approvals approvals;
  private final AuditTrail audit;
  private final LifecycleOutbox outbox;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Ids ids;
  private final InstantSource clock;

  ModelRegistry(
      ModelRows models,
      ModelVersionRows versions,
      AliasRows aliases,
      AliasHistory history,
      Approvals approvals,
      AuditTrail audit,
      LifecycleOutbox outbox,
      JdbcClient jdbc,
      JsonMapper json,
      Ids ids,
      InstantSource clock) {
    this.models = models;
    this.versions = versions;
    this.aliases = aliases;
    this.history = history;
    this.approvals = approvals;
    this.audit = audit;
    this.outbox = outbox;
    this.jdbc = jdbc;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /** The version that an alias means, if there is such an alias. */
  @Transactional(readOnly = true)
  public Optional<ModelVersion> meantBy(String model, String alias) {
    return aliases
        .findById(new AliasId(model, alias))
        .flatMap(row -> versions.findById(new VersionId(model, row.version())))
        .map(this::toVersion);
  }

  /** The number that the next version of a model should take. */
  @Transactional(readOnly = true)
  public int nextVersion(String model) {
    return versions.newest(model) + 1;
  }

  /**
   * Adds a version to the current transaction.
   *
   * @throws org.springframework.dao.DataIntegrityViolationException when its number is taken
   */
  @Transactional
  public void register(NewVersion version, String actor) {
    Instant now = now();
    jdbc.sql("insert into model (name, created_at) values (?, ?) on conflict do nothing")
        .params(version.modelName(), Timestamp.from(now))
        .update();
    // Before the audit's head, as a move of an alias takes them.
    models.lock(version.modelName());
    versions.insert(new ModelVersionRow(version, now));
    audit.record(
        actor,
        "version.registered",
        version.modelName() + "/" + version.version(),
        Map.of("runId", version.runId(), "artefactDigest", version.artefactDigest()));
  }

  /**
   * Lets an alias mean a version whose artefact the caller has verified. Moving an alias to where
   * it is changes nothing.
   */
  @Transactional
  public Alias move(AliasMove move) {
    models.require(move.modelName());
    if (!version(move.modelName(), move.version()).ready()) {
      throw RegistryException.versionDeleted(move.modelName(), move.version());
    }
    AliasId id = new AliasId(move.modelName(), move.alias());
    Optional<AliasRow> current = aliases.findById(id);
    int version = current.map(AliasRow::version).orElse(0);
    if (move.expected() != null && move.expected() != version) {
      throw new AliasMovedMeanwhileException(move, move.expected(), version);
    }
    if (current.isPresent() && version == move.version()) {
      return current.get().toAlias();
    }
    if (move.toChampion()) {
      requireGates(move, version);
      requireNoRejection(move);
    }
    AliasRow row = new AliasRow(id, move.version(), now(), move.actor(), move.reason());
    aliases.put(row);
    announce(row.toAlias(), version, move);
    return row.toAlias();
  }

  /** Gates that were asked against another champion say nothing of this one. */
  private static void requireGates(AliasMove move, int champion) {
    GateReport gates = move.gates();
    if (gates == null) {
      // Whoever moves without gates took the version for the champion.
      throw new AliasMovedMeanwhileException(move, move.version(), champion);
    }
    if (gates.champion() != champion) {
      throw new AliasMovedMeanwhileException(move, gates.champion(), champion);
    }
    if (!gates.passed() && !move.forced()) {
      throw new GatesFailedException(gates);
    }
  }

  /** What was said since the gates were asked counts as well. */
  private void requireNoRejection(AliasMove move) {
    Optional<Approval> word = approvals.latest(move.modelName(), move.version());
    if (!move.forced() && word.isPresent() && !word.get().approves()) {
      throw RegistryException.versionRejected(move.modelName(), move.version(), word.get());
    }
  }

  private void announce(Alias moved, int previousVersion, AliasMove move) {
    Integer previous = previousVersion == 0 ? null : previousVersion;
    GateReport gates = move.gates();
    history.append(moved, previous, gates == null ? null : gates.reportId(), move.overrides());
    audit.record(
        moved.movedBy(),
        "alias.moved",
        moved.modelName() + "/" + moved.alias(),
        Map.of(
            "version", moved.version(),
            "previousVersion", previousVersion,
            "reason", moved.reason(),
            "gateReport", gates == null ? "" : gates.reportId(),
            "forced", move.overrides()));
    ModelVersionRow meant = row(moved.modelName(), moved.version());
    ModelVersionRow before = previous == null ? null : row(moved.modelName(), previous);
    outbox.append(
        new AliasMoved(
            ids.next(),
            moved.modelName(),
            moved.alias(),
            moved.version(),
            previous,
            moved.movedAt(),
            moved.movedBy(),
            moved.reason(),
            meant.datasetId(),
            meant.viewFingerprint(),
            before == null ? null : before.datasetId(),
            before == null ? null : before.viewFingerprint()));
  }

  /** All models, by name. */
  @Transactional(readOnly = true)
  public List<ModelView> models() {
    return models(false);
  }

  /** All models, by name, with their deleted versions or without. */
  @Transactional(readOnly = true)
  public List<ModelView> models(boolean deleted) {
    return models.findAllByOrderByName().stream().map(model -> view(model, deleted)).toList();
  }

  /** One model. */
  @Transactional(readOnly = true)
  public ModelView model(String name) {
    return model(name, false);
  }

  /** One model, with its deleted versions or without. */
  @Transactional(readOnly = true)
  public ModelView model(String name, boolean deleted) {
    return models
        .findById(name)
        .map(model -> view(model, deleted))
        .orElseThrow(() -> RegistryException.unknownModel(name));
  }

  /** One version. */
  @Transactional(readOnly = true)
  public ModelVersion version(String model, int version) {
    return toVersion(row(model, version));
  }

  /** What a version says of itself. */
  @Transactional(readOnly = true)
  public JsonNode card(String model, int version) {
    return json.readTree(row(model, version).card());
  }

  /** What an alias means. */
  @Transactional(readOnly = true)
  public Alias alias(String model, String alias) {
    return aliases
        .findById(new AliasId(model, alias))
        .map(AliasRow::toAlias)
        .orElseThrow(() -> RegistryException.unknownAlias(model, alias));
  }

  /** What an alias meant at a moment. */
  @Transactional(readOnly = true)
  public Alias alias(String model, String alias, Instant at) {
    return history
        .at(model, alias, at)
        .orElseThrow(() -> RegistryException.unknownAlias(model, alias, at));
  }

  /** What an alias has meant, newest first, also once it is removed. */
  @Transactional(readOnly = true)
  public List<AliasHistory.Entry> history(String model, String alias, int limit) {
    List<AliasHistory.Entry> moves = history.of(model, alias, limit);
    if (moves.isEmpty()) {
      throw RegistryException.unknownAlias(model, alias);
    }
    return moves;
  }

  private ModelVersionRow row(String model, int version) {
    return versions
        .findById(new VersionId(model, version))
        .orElseThrow(() -> RegistryException.unknownVersion(model, version));
  }

  private ModelView view(ModelRow model, boolean deleted) {
    return new ModelView(
        model.name(),
        model.createdAt(),
        model.description(),
        Notes.tags(json, model.tags()),
        aliases.ofModel(model.name()).stream().map(AliasRow::toAlias).toList(),
        versions.ofModel(model.name(), deleted));
  }

  private ModelVersion toVersion(ModelVersionRow row) {
    return new ModelVersion(
        row.id().modelName(),
        row.id().version(),
        row.status(),
        row.runId(),
        row.datasetId(),
        row.viewName(),
        row.viewFingerprint(),
        row.artefactDigest(),
        row.threshold(),
        json.readTree(row.metrics()),
        json.readTree(row.signature()),
        json.readTree(row.baseline()),
        row.createdAt(),
        row.description(),
        Notes.tags(json, row.tags()),
        approvals.latest(row.id().modelName(), row.id().version()).orElse(null),
        Reproduced.latest(jdbc, row.id()).orElse(null));
  }

  /** Postgres keeps microseconds; what is said and what is stored must be equal. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
