package io.churnops.ingestion.quality;

import io.churnops.ingestion.event.QualityCheck;
import io.churnops.ingestion.event.RuleBreach;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.JsonNode;

/**
 * Holds events against the rules of their types and counts what they break. Rules that any instance
 * was given are followed within a second; while Postgres is away, the last ones stay. What is usual
 * of a field is learnt by each instance for itself, anew with each version of the rules.
 */
final class QualityGate implements QualityCheck {

  private static final Logger log = LoggerFactory.getLogger(QualityGate.class);
  private static final int EVERY_MILLISECONDS = 1_000;

  private final QualityStore store;
  private final MeterRegistry metrics;
  private volatile Map<String, Followed> followed = Map.of();
  private long change = -1;

  QualityGate(QualityStore store, MeterRegistry metrics) {
    this.store = store;
    this.metrics = metrics;
    refresh();
  }

  /** Rules that are followed. */
  record Followed(int version, Instant since, CompiledRules rules, Map<String, Counter> counters) {}

  @Override
  public boolean concerns(String type) {
    return followed.containsKey(type);
  }

  @Override
  public List<RuleBreach> breaches(String type, JsonNode data) {
    Followed current = followed.get(type);
    if (current == null) {
      return List.of();
    }
    List<RuleBreach> breaches = current.rules().breaches(data);
    for (RuleBreach breach : breaches) {
      Objects.requireNonNull(current.counters().get(breach.rule())).increment();
    }
    return breaches;
  }

  @Override
  public QualityCheck withoutTrace() {
    return new QualityCheck() {
      @Override
      public boolean concerns(String type) {
        return QualityGate.this.concerns(type);
      }

      @Override
      public List<RuleBreach> breaches(String type, JsonNode data) {
        Followed current = followed.get(type);
        return current == null ? List.of() : current.rules().breachesWithoutTrace(data);
      }
    };
  }

  /** The rules that are followed, by type. */
  Map<String, Followed> followed() {
    return followed;
  }

  @Scheduled(fixedDelay = EVERY_MILLISECONDS)
  void look() {
    try {
      refresh();
    } catch (DataAccessException | TransactionException away) {
      log.warn("Quality rules not looked up: {}", away.toString());
    }
  }

  /** Takes what was changed since. */
  synchronized void refresh() {
    long current = store.change();
    if (current == change) {
      return;
    }
    Map<String, Followed> next = new HashMap<>();
    for (QualityRules rules : store.latest()) {
      Followed known = followed.get(rules.type());
      next.put(
          rules.type(),
          known != null && known.version() == rules.version() ? known : follow(rules, known));
    }
    followed = Map.copyOf(next);
    change = current;
  }

  /** Rules that an earlier release took and this one does not are not followed, and it says so. */
  private Followed follow(QualityRules rules, @Nullable Followed before) {
    CompiledRules compiled;
    try {
      compiled = RulesCompiler.compile(new RulesDocument(rules.rules()));
    } catch (QualityProblem unusable) {
      log.error(
          "Quality rules are not usable: type={} version={} reason={}",
          rules.type(),
          rules.version(),
          unusable.getMessage());
      compiled = new CompiledRules(Map.of(), Map.of());
    }
    Map<String, Counter> counters = new HashMap<>();
    compiled
        .ofEvent()
        .forEach(
            (name, rule) -> counters.put(name, counter(rules.type(), name, rule.action().name())));
    if (before != null) {
      before.counters().values().stream()
          .filter(old -> !counters.containsValue(old))
          .forEach(metrics::remove);
    }
    Instant since = Objects.requireNonNull(rules.setAt());
    return new Followed(rules.version(), since, compiled, counters);
  }

  private Counter counter(String type, String rule, String action) {
    return Counter.builder("churnops.quality.breaches")
        .description("Events that broke a quality rule")
        .tag("type", type)
        .tag("rule", rule)
        .tag("action", action.toLowerCase(Locale.ROOT))
        .register(metrics);
  }
}
