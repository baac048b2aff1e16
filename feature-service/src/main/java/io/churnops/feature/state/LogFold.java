package io.churnops.feature.state;

import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.LoggedEvent;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    Map<String, List<FeatureState>> states = new HashMap<>();
    log.read(customers, into(states, views));
    return states;
  }

  /**
   * The states of those customers of whom an event was known by a moment, folded of the events
   * known by then.
   *
   * @param knownBy microseconds since the epoch
   */
  public Map<String, FeatureState> foldKnownBy(
      Collection<String> customers, CompiledView view, long knownBy) {
    Map<String, List<FeatureState>> states = new HashMap<>();
    log.readKnownBy(customers, knownBy, into(states, List.of(view)));
    Map<String, FeatureState> one = new HashMap<>();
    states.forEach((customer, ofViews) -> one.put(customer, ofViews.getFirst()));
    return one;
  }

  private static Consumer<LoggedEvent> into(
      Map<String, List<FeatureState>> states, List<CompiledView> views) {
    return logged -> {
      List<FeatureState> ofCustomer =
          states.computeIfAbsent(
              logged.event().customerId(),
              _ -> views.stream().map(CompiledView::emptyState).toList());
      for (int i = 0; i < views.size(); i++) {
        views.get(i).fold(ofCustomer.get(i), logged.event(), logged.partition(), logged.offset());
      }
    };
  }
}
