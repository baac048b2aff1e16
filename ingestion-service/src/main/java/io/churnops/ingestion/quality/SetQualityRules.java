package io.churnops.ingestion.quality;

import io.churnops.ingestion.event.EventSchemas;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.springframework.transaction.support.TransactionOperations;

/** Gives a type its quality rules; all rules of a type change together, as a new version. */
final class SetQualityRules {

  private static final int MAX_VERSIONS = 10_000;

  private final QualityStore store;
  private final QualityGate gate;
  private final EventSchemas schemas;
  private final TransactionOperations transactions;
  private final InstantSource clock;

  SetQualityRules(
      QualityStore store,
      QualityGate gate,
      EventSchemas schemas,
      TransactionOperations transactions,
      InstantSource clock) {
    this.store = store;
    this.gate = gate;
    this.schemas = schemas;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Rules that were set.
   *
   * @param created false when the latest version says the same already
   */
  record Outcome(QualityRules rules, boolean created) {}

  Outcome set(String type, RulesDocument document, String principal) {
    requireKnown(type);
    RulesCompiler.compile(document);
    List<RulesDocument.RuleSpec> rules = Objects.requireNonNull(document.rules());
    Outcome outcome =
        Objects.requireNonNull(
            transactions.execute(_ -> {
              store.lock();
              return add(type, rules, principal);
            }));
    gate.refresh();
    return outcome;
  }

  private Outcome add(String type, List<RulesDocument.RuleSpec> rules, String principal) {
    QualityRules before = store.latest(type).orElse(null);
    if (before != null && before.rules().toString().equals(rules.toString())) {
      return new Outcome(before, false);
    }
    int version = before == null ? 1 : before.version() + 1;
    if (version > MAX_VERSIONS) {
      throw QualityProblem.tooMany(MAX_VERSIONS);
    }
    QualityRules next =
        new QualityRules(
            type, version, rules, principal, clock.instant().truncatedTo(ChronoUnit.MICROS));
    store.add(next);
    return new Outcome(next, true);
  }

  /** The latest rules; of a type that never had any, none of version 0. */
  QualityRules latest(String type) {
    requireKnown(type);
    return store.latest(type).orElseGet(() -> new QualityRules(type, 0, List.of(), null, null));
  }

  void requireKnown(String type) {
    if (!schemas.knows(type)) {
      throw QualityProblem.unknownType(type);
    }
  }
}
