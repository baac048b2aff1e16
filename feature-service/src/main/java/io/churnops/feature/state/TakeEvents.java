package io.churnops.feature.state;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.log.Appended;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.ReceivedEvent;
import io.churnops.features.engine.CompiledView;
import java.util.Collection;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes events into the log, in one transaction, and then folds them into the states. */
@Component
class TakeEvents {

  private final EventLog log;
  private final FeatureViews views;
  private final OnlineStates states;
  private final TransactionTemplate transaction;

  TakeEvents(
      EventLog log,
      FeatureViews views,
      OnlineStates states,
      PlatformTransactionManager transactions) {
    this.log = log;
    this.views = views;
    this.states = states;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Takes a batch in. Doing it again changes nothing.
   *
   * @throws DataIntegrityViolationException if the log refuses the data of an event
   */
  Appended take(List<ReceivedEvent> batch) {
    if (batch.isEmpty()) {
      return new Appended(List.of(), 0, 0);
    }
    log.prepareFor(batch);
    Logged logged =
        transaction.execute(_ -> {
          // The views first: their lock must be held while the events are appended.
          List<CompiledView> current = views.forFold();
          return new Logged(log.append(batch), current);
        });
    states.fold(logged.appended().toFold(), logged.views());
    return logged.appended();
  }

  /** Folds customers anew from the log, whatever their states hold. */
  void refold(Collection<String> customers) {
    states.refold(customers, transaction.execute(_ -> views.forFold()));
  }

  private record Logged(Appended appended, List<CompiledView> views) {}
}
