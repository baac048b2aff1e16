package io.churnops.feature.state;

import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.LoggedEvent;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerFold;
import io.churnops.features.engine.FeatureState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Folds customers from the log, which is the truth about them. */
@Component
public class LogFold {

  private final EventLog log;

  LogFold(EventLog log) {
    this.log = log;
  }

  /**
   * The states of those customers of whom the log holds an event; per customer one state for each
   * view, in the order of the views.
   */
  Map<String, List<FeatureState>> fold(Collection<String> customers, List<CompiledView> views) {
    Folds folds = new Folds(views);
    log.read(customers, folds::add);
    return folds.finish();
  }

  /**
   * The states of those customers of whom an event was known by a moment, folded of the events
   * known by then.
   *
   * @param knownBy microseconds since the epoch
   */
  public Map<String, FeatureState> foldKnownBy(
      Collection<String> customers, CompiledView view, long knownBy) {
    Folds folds = new Folds(List.of(view));
    log.readKnownBy(
        customers,
        knownBy,
        logged -> {
          if (view.inForceMicros(logged.event()) <= knownBy) {
            folds.add(logged);
          }
        });
    Map<String, FeatureState> one = new HashMap<>();
    folds.finish().forEach((customer, ofViews) -> one.put(customer, ofViews.getFirst()));
    return one;
  }

  /** Folds events that come sorted by customer; holds what one customer's fold needs. */
  private static final class Folds {

    private final List<CompiledView> views;
    private final Map<String, List<FeatureState>> states = new HashMap<>();
    private String customer = "";
    private List<CustomerFold> current = List.of();

    Folds(List<CompiledView> views) {
      this.views = views;
    }

    void add(LoggedEvent logged) {
      if (!logged.event().customerId().equals(customer)) {
        keep();
        customer = logged.event().customerId();
        current = views.stream().map(CompiledView::newFold).toList();
      }
      current.forEach(fold -> fold.add(logged.event(), logged.partition(), logged.offset()));
    }

    private void keep() {
      if (!customer.isEmpty()) {
        states.put(customer, current.stream().map(CustomerFold::state).toList());
      }
    }

    Map<String, List<FeatureState>> finish() {
      keep();
      return states;
    }
  }
}
