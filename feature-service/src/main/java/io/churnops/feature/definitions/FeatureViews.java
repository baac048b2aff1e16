package io.churnops.feature.definitions;

import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.DefinitionException;
import io.churnops.features.engine.FeatureViewDefinition;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The registered feature views, compiled.
 *
 * <p>A registration and a batch of events exclude each other: either the batch is in the log before
 * the view exists, so that every state of the view made from the log holds it; or the batch sees
 * the view and folds into it. Otherwise a state could be made in between and miss the batch for
 * ever.
 */
@Service
public class FeatureViews {

  private static final long LOCK = 0x6368_7572_6e76_6965L;

  private final JdbcClient jdbc;
  private final DefinitionTable table;
  private final InstantSource clock;

  /** By fingerprint; a fingerprint never changes its meaning. */
  private final Map<String, CompiledView> compiled = new ConcurrentHashMap<>();

  /** The last known fingerprint of a name, for when the database cannot be asked. */
  private final Map<String, String> latest = new ConcurrentHashMap<>();

  FeatureViews(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.table = new DefinitionTable(jdbc, "feature_view");
    this.clock = clock;
  }

  @Transactional
  Registered<CompiledView> register(String yamlOrJson, String by) {
    CompiledView view = compile(yamlOrJson);
    FeatureViewDefinition definition = view.definition();
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(_ -> {});
    boolean created =
        table.put(
            new DefinitionRow(
                definition.fingerprint(), definition.name(), definition.canonicalJson()),
            clock.instant(),
            by);
    return new Registered<>(view, created);
  }

  /** Every view whose states must follow the events that the caller's transaction appends. */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<CompiledView> forFold() {
    jdbc.sql("select pg_advisory_xact_lock_shared(?)").param(LOCK).query(_ -> {});
    return table.fingerprints().stream().map(this::byFingerprint).toList();
  }

  /** The latest view of every name. */
  List<CompiledView> list() {
    return table.latest().stream().map(this::remember).toList();
  }

  /**
   * The view of a fingerprint, or the latest of a name. While the database is down, answers with
   * what it knows.
   */
  public CompiledView find(String nameOrFingerprint) {
    CompiledView known = compiled.get(nameOrFingerprint);
    return known == null ? byName(nameOrFingerprint) : known;
  }

  CompiledView byName(String nameOrFingerprint) {
    try {
      return table
          .byName(nameOrFingerprint)
          .or(() -> table.byFingerprint(nameOrFingerprint))
          .map(this::remember)
          .orElseThrow(() -> UnknownDefinitionException.view(nameOrFingerprint));
    } catch (DataAccessException e) {
      CompiledView last = compiled.get(latest.getOrDefault(nameOrFingerprint, ""));
      if (last == null) {
        throw e;
      }
      return last;
    }
  }

  CompiledView byFingerprint(String fingerprint) {
    CompiledView known = compiled.get(fingerprint);
    return known != null
        ? known
        : table
            .byFingerprint(fingerprint)
            .map(this::remember)
            .orElseThrow(() -> UnknownDefinitionException.view(fingerprint));
  }

  private CompiledView remember(DefinitionRow row) {
    latest.put(row.name(), row.fingerprint());
    return compiled.computeIfAbsent(
        row.fingerprint(),
        _ -> CompiledView.compile(FeatureViewDefinition.parse(row.definition())));
  }

  private static CompiledView compile(String yamlOrJson) {
    try {
      return CompiledView.compile(FeatureViewDefinition.parse(yamlOrJson));
    } catch (DefinitionException e) {
      throw new InvalidDefinitionException(e);
    }
  }
}
