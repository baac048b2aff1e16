package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionTable.Draft;
import io.churnops.features.engine.DefinitionException;
import io.churnops.features.engine.FeatureViewDefinition;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Registers feature views, retires them and brings them back.
 *
 * <p>A registration and a batch of events exclude each other: either the batch is in the log before
 * the view exists, so that every state of the view made from the log holds it; or the batch sees
 * the view and folds into it. Otherwise a state could be made in between and miss the batch for
 * ever.
 */
@Service
public class ChangeViews {

  private static final Logger log = LoggerFactory.getLogger(ChangeViews.class);
  private static final String KEPT_BY = "model-lifecycle";

  private final JdbcClient jdbc;
  private final DefinitionTable table;
  private final FeatureViews views;
  private final Backfills backfills;
  private final ViewUses uses;
  private final InstantSource clock;

  ChangeViews(
      JdbcClient jdbc,
      FeatureViews views,
      Backfills backfills,
      ViewUses uses,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.table = DefinitionTable.ofViews(jdbc);
    this.views = views;
    this.backfills = backfills;
    this.uses = uses;
    this.clock = clock;
  }

  @Transactional
  Registered<RegisteredView> register(String yamlOrJson, String by) {
    return register(parse(yamlOrJson), by);
  }

  /** Registers a view that was made by the service itself, and answers its fingerprint. */
  @Transactional
  public String registerMade(String yamlOrJson, String by) {
    FeatureViewDefinition definition = parse(yamlOrJson);
    register(definition, by);
    return definition.fingerprint();
  }

  /** Registers a view in the transaction of the caller. */
  @Transactional(propagation = Propagation.MANDATORY)
  Registered<RegisteredView> register(FeatureViewDefinition definition, String by) {
    exclusively();
    String fingerprint = definition.fingerprint();
    boolean isBack = isRetired(fingerprint);
    if (isBack) {
      bringBack(fingerprint);
    }
    Draft draft = draft(definition);
    boolean created = table.put(draft, clock.instant(), by);
    jdbc.sql("update feature_view set freshness = :freshness where fingerprint = :fingerprint")
        .param("freshness", draft.notes().freshness())
        .param("fingerprint", fingerprint)
        .update();
    if (created || isBack) {
      backfills.fold(fingerprint, by);
    }
    return new Registered<>(views.registered(views.row(fingerprint)), created);
  }

  /** Brings a view back that was retired although a model reads it; unknown ones are left alone. */
  @Transactional
  public void keep(String fingerprint) {
    if (isRetired(fingerprint)) {
      exclusively();
      if (isRetired(fingerprint)) {
        log.warn("View {} was retired, but a model in service reads it: it is back", fingerprint);
        bringBack(fingerprint);
        backfills.fold(fingerprint, KEPT_BY);
      }
    }
  }

  private boolean isRetired(String fingerprint) {
    return table
        .byFingerprint(fingerprint)
        .filter(row -> row.standing() == Standing.RETIRED)
        .isPresent();
  }

  private void bringBack(String fingerprint) {
    backfills.callOff(fingerprint);
    jdbc.sql(
            """
            update feature_view set retired_at = null, retired_by = null, brought_back = true
            where fingerprint = ?\
            """)
        .param(fingerprint)
        .update();
  }

  private static Draft draft(FeatureViewDefinition definition) {
    return new Draft(
        definition.fingerprint(),
        definition.name(),
        definition.canonicalJson(),
        NotesReader.of(definition.documentedJson()));
  }

  /**
   * Ends the folding of a view and orders the removal of its states; a view that is retired stays
   * so.
   *
   * @throws ViewInUseException if a model pins it
   */
  @Transactional
  RegisteredView retire(String nameOrFingerprint, String by) {
    exclusively();
    DefinitionRow row = views.rowOf(nameOrFingerprint);
    if (row.standing() != Standing.RETIRED) {
      List<ViewUses.Use> pins = uses.of(row.fingerprint());
      if (!pins.isEmpty()) {
        throw new ViewInUseException(row.name(), row.fingerprint(), pins);
      }
      backfills.callOff(row.fingerprint());
      jdbc.sql(
              """
              update feature_view set retired_at = ?, retired_by = ?, baselined_at = null
              where fingerprint = ?\
              """)
          .params(clock.instant().atOffset(ZoneOffset.UTC), by, row.fingerprint())
          .update();
      backfills.remove(row.fingerprint(), by);
    }
    return views.registered(views.row(row.fingerprint()));
  }

  /** In the transaction of the caller: no batch of events is taken in until it ends. */
  @Transactional(propagation = Propagation.MANDATORY)
  void exclusively() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(FeatureViews.LOCK).query(_ -> {});
  }

  /** Records that the states of a view are whole, in the transaction of the caller. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void baselined(String fingerprint) {
    jdbc.sql(
            """
            update feature_view set baselined_at = ?, brought_back = false
            where fingerprint = ? and retired_at is null\
            """)
        .params(clock.instant().atOffset(ZoneOffset.UTC), fingerprint)
        .update();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            views.ready(fingerprint);
          }
        });
  }

  private static FeatureViewDefinition parse(String yamlOrJson) {
    try {
      return FeatureViewDefinition.parse(yamlOrJson);
    } catch (DefinitionException e) {
      throw new InvalidDefinitionException(e);
    }
  }
}
