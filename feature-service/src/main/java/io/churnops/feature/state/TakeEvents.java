package io.churnops.feature.state;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.Appended;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.ReceivedEvent;
import io.churnops.features.engine.CompiledView;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes events into the log, in one transaction, and then folds them into the states. */
@Component
class TakeEvents {

  /**
   * An instance that hangs in the middle of a batch, frozen or cut off, holds the keys of its
   * events, for which whoever takes its partitions over must wait.
   */
  private static final String END_WHEN_HANGING =
      "set local idle_in_transaction_session_timeout = '5s'";

  private final JdbcTemplate jdbc;
  private final EventLog log;
  private final FeatureViews views;
  private final OnlineStates states;
  private final ErasureLedger ledger;
  private final Identities identities;
  private final SettleIdentities settle;
  private final FoldMetrics metrics;
  private final TransactionTemplate transaction;

  TakeEvents(
      JdbcTemplate jdbc,
      EventLog log,
      FeatureViews views,
      OnlineStates states,
      ErasureLedger ledger,
      Identities identities,
      SettleIdentities settle,
      FoldMetrics metrics,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.log = log;
    this.views = views;
    this.states = states;
    this.ledger = ledger;
    this.identities = identities;
    this.settle = settle;
    this.metrics = metrics;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Takes a batch in. Doing it again changes nothing.
   *
   * @throws DataIntegrityViolationException if the log refuses the data of an event
   */
  void take(List<ReceivedEvent> batch) {
    if (batch.isEmpty()) {
      return;
    }
    log.prepareFor(batch);
    Logged logged =
        transaction.execute(_ -> {
          jdbc.execute(END_WHEN_HANGING);
          // The views first: their lock must be held while the events are appended.
          List<CompiledView> current = views.forFold();
          Set<String> erased = ledger.erasedForAppend(named(batch));
          Appended appended = log.append(batch, received -> names(received, erased));
          return new Logged(appended, current, identities.join(appended.toFold()));
        });
    metrics.logged(logged.appended());
    countIdle(logged);
    states.fold(logged.appended().toFold(), logged.views());
    settle.settle(logged.joined());
  }

  private void countIdle(Logged logged) {
    for (CompiledView view : logged.views()) {
      for (ReceivedEvent received : logged.appended().toFold()) {
        if (view.isRetractionWithoutKey(received.event())) {
          metrics.retractionWithoutKey(view.definition().name());
        }
      }
    }
  }

  /** The ids that events are about. */
  private static Set<String> named(List<ReceivedEvent> batch) {
    Set<String> ids = new HashSet<>();
    for (ReceivedEvent received : batch) {
      ids.add(received.event().customerId());
      Identities.joinedId(received.event()).ifPresent(ids::add);
    }
    return ids;
  }

  private static boolean names(ReceivedEvent received, Set<String> erased) {
    return erased.contains(received.event().customerId())
        || Identities.joinedId(received.event()).filter(erased::contains).isPresent();
  }

  /** Folds customers anew from the log, whatever their states hold. */
  void refold(Collection<String> customers) {
    states.refold(customers, transaction.execute(_ -> views.forFold()));
  }

  private record Logged(Appended appended, List<CompiledView> views, Set<String> joined) {}
}
