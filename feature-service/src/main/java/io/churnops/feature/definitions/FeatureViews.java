package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionTable.Filter;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.features.engine.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The registered feature views, compiled. {@link ChangeViews} changes them. */
@Service
public class FeatureViews {

  private static final Logger log = LoggerFactory.getLogger(FeatureViews.class);
  private static final Duration FRESH = Duration.ofSeconds(3);

  /** Held by who changes views, and shared by who takes in events for them. */
  static final long LOCK = 0x6368_7572_6e76_6965L;

  private final JdbcClient jdbc;
  private final DefinitionTable table;
  private final InstantSource clock;

  /** By fingerprint; a fingerprint never changes its meaning. */
  private final Map<String, CompiledView> compiled = new ConcurrentHashMap<>();

  /** The fingerprint of a name, as it was a second ago at most while the database can be asked. */
  private final Map<String, String> latest = new ConcurrentHashMap<>();

  private volatile Instant refreshed = Instant.MIN;

  /** By fingerprint, as it was a second ago at most while the database can be asked. */
  private final Map<String, Standing> standings = new ConcurrentHashMap<>();

  /** By fingerprint, of those that promise one. */
  private final Map<String, Duration> freshness = new ConcurrentHashMap<>();

  FeatureViews(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.table = DefinitionTable.ofViews(jdbc);
    this.clock = clock;
  }

  /** Every view whose states must follow the events that the caller's transaction appends. */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<CompiledView> forFold() {
    jdbc.sql("select pg_advisory_xact_lock_shared(?)").param(LOCK).query(_ -> {});
    return folded();
  }

  /** Every view that is not retired. */
  public List<CompiledView> folded() {
    return jdbc
        .sql("select fingerprint from feature_view where retired_at is null order by fingerprint")
        .query((row, _) -> row.getString(1))
        .list()
        .stream()
        .map(this::byFingerprint)
        .toList();
  }

  /** What can be expected of a view's states; what is known if the database cannot be asked. */
  public Standing standing(String fingerprint) {
    Standing known = standings.get(fingerprint);
    if (known == Standing.READY) {
      return known;
    }
    try {
      Standing now = row(fingerprint).standing();
      standings.put(fingerprint, now);
      return now;
    } catch (DataAccessException e) {
      if (known == null) {
        throw e;
      }
      return known;
    }
  }

  /** How far behind its source a view may be, if it says so; what was known a second ago. */
  public Optional<Duration> freshness(String fingerprint) {
    return Optional.ofNullable(freshness.get(fingerprint));
  }

  private void note(DefinitionRow row) {
    standings.put(row.fingerprint(), row.standing());
    String promised = row.notes().freshness();
    if (promised == null) {
      freshness.remove(row.fingerprint());
    } else {
      Freshness.of(promised).ifPresent(one -> freshness.put(row.fingerprint(), one.length()));
    }
  }

  /** The states of a view are whole, as the database says from now on. */
  void ready(String fingerprint) {
    standings.put(fingerprint, Standing.READY);
  }

  @Scheduled(fixedDelayString = "1s", initialDelayString = "1s")
  void refresh() {
    try {
      Instant asked = clock.instant();
      table
          .all()
          .forEach(row -> {
            note(row);
            if (row.latest()) {
              latest.put(row.name(), row.fingerprint());
            }
          });
      refreshed = asked;
    } catch (DataAccessException | TransactionException e) {
      log.debug("It cannot be asked how the views stand: {}", e.toString());
    }
  }

  /**
   * The latest view of every name that passes, by name.
   *
   * @param from names below are left out, and this one as well unless it is included
   */
  List<RegisteredView> latest(Filter filter, String from, boolean included, int limit) {
    return table.latest(filter, from, included, limit).stream().map(this::registered).toList();
  }

  /** Every view that a name ever stood for, the latest first. */
  List<RegisteredView> versions(String name) {
    List<DefinitionRow> rows = table.versions(name);
    if (rows.isEmpty()) {
      throw UnknownDefinitionException.view(name);
    }
    return rows.stream().map(this::registered).toList();
  }

  /** The rows of every view that a name ever stood for, the latest first. */
  List<DefinitionRow> versionRows(String name) {
    return table.versions(name);
  }

  /** A registered view, by its fingerprint or as the latest of its name. */
  RegisteredView registered(String nameOrFingerprint) {
    return registered(rowOf(nameOrFingerprint));
  }

  /** Every view that was ever registered, the oldest first. */
  public List<CompiledView> everyVersion() {
    return table.all().stream().map(this::remember).toList();
  }

  /**
   * The view of a fingerprint, or the latest of a name, without asking the database on every call.
   * A name that another instance gave to another view follows within seconds. While the database is
   * down, answers with what it knows.
   */
  public CompiledView find(String nameOrFingerprint) {
    CompiledView known = compiled.get(nameOrFingerprint);
    if (known == null && clock.instant().isBefore(refreshed.plus(FRESH))) {
      known = compiled.get(latest.getOrDefault(nameOrFingerprint, ""));
    }
    return known == null ? byName(nameOrFingerprint) : known;
  }

  private CompiledView byName(String nameOrFingerprint) {
    try {
      return remember(rowOf(nameOrFingerprint));
    } catch (DataAccessException e) {
      CompiledView last = compiled.get(latest.getOrDefault(nameOrFingerprint, ""));
      if (last == null) {
        throw e;
      }
      return last;
    }
  }

  private CompiledView byFingerprint(String fingerprint) {
    CompiledView known = compiled.get(fingerprint);
    return known != null ? known : remember(row(fingerprint));
  }

  /** The row of the latest view of a name. */
  Optional<DefinitionRow> latestRow(String name) {
    return table.byName(name);
  }

  /** The row of a fingerprint, if it is registered. */
  Optional<DefinitionRow> knownRow(String fingerprint) {
    return table.byFingerprint(fingerprint);
  }

  DefinitionRow rowOf(String nameOrFingerprint) {
    return table
        .byName(nameOrFingerprint)
        .or(() -> table.byFingerprint(nameOrFingerprint))
        .orElseThrow(() -> UnknownDefinitionException.view(nameOrFingerprint));
  }

  DefinitionRow row(String fingerprint) {
    return table
        .byFingerprint(fingerprint)
        .orElseThrow(() -> UnknownDefinitionException.view(fingerprint));
  }

  RegisteredView registered(DefinitionRow row) {
    return new RegisteredView(remember(row), row);
  }

  private CompiledView remember(DefinitionRow row) {
    if (row.latest()) {
      latest.put(row.name(), row.fingerprint());
    }
    note(row);
    return compiled.computeIfAbsent(
        row.fingerprint(),
        _ -> CompiledView.compile(FeatureViewDefinition.parse(row.definition())));
  }
}
