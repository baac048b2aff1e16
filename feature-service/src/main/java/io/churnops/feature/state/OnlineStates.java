package io.churnops.feature.state;

import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.ReceivedEvent;
import io.churnops.feature.state.StateStore.Write;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureState;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The online states as folds of the log. A state that is absent or damaged is folded from the log,
 * as is one whose events are taken back; any other that is there is folded on. Every write is a
 * compare-and-set, so several writers, flushed or restarted stores and repeated batches all end in
 * the same state.
 */
@Component
public class OnlineStates {

  private static final Logger log = LoggerFactory.getLogger(OnlineStates.class);

  private static final int STATES_AT_ONCE = 1_000;

  private final StateStore store;
  private final LogFold logFold;
  private final FoldMetrics metrics;
  private final InstantSource clock;

  OnlineStates(StateStore store, LogFold logFold, FoldMetrics metrics, InstantSource clock) {
    this.store = store;
    this.logFold = logFold;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** The states in Redis; customers whose state is absent or damaged are left out. */
  public Map<String, FeatureState> read(Collection<String> customers, CompiledView view) {
    Map<String, FeatureState> states = new HashMap<>();
    slots(customers, List.of(view))
        .forEach((customer, slots) -> {
          FeatureState state = slots.getFirst().state();
          if (state != null) {
            states.put(customer, state);
          }
        });
    return states;
  }

  /**
   * Folds customers from the log and puts their states where Redis has none or a damaged one; if
   * Redis cannot take them, the next reader will try again. Customers without any event are left
   * out.
   */
  public Map<String, FeatureState> rebuild(Collection<String> customers, CompiledView view) {
    Map<String, FeatureState> rebuilt = new HashMap<>();
    logFold
        .fold(customers, List.of(view))
        .forEach((customer, states) -> rebuilt.put(customer, states.getFirst()));
    try {
      putWhereAbsent(rebuilt, view);
    } catch (DataAccessException e) {
      log.warn("Redis did not take {} rebuilt states: {}", rebuilt.size(), e.toString());
    }
    return rebuilt;
  }

  private void putWhereAbsent(Map<String, FeatureState> rebuilt, CompiledView view) {
    List<Write> writes = new ArrayList<>();
    slots(rebuilt.keySet(), List.of(view))
        .forEach((customer, slots) -> {
          FeatureState state = rebuilt.get(customer);
          if (state != null && slots.getFirst().state() == null) {
            writes.add(slots.getFirst().put(state, firstRevision()));
          }
        });
    store.write(writes);
  }

  /** Folds logged events into the states of all views; returns when Redis has taken them. */
  void fold(List<ReceivedEvent> events, List<CompiledView> views) {
    Map<String, List<ReceivedEvent>> byCustomer = new LinkedHashMap<>();
    for (ReceivedEvent received : events) {
      byCustomer
          .computeIfAbsent(received.event().customerId(), _ -> new ArrayList<>())
          .add(received);
    }
    inParts(
        byCustomer.keySet(),
        views,
        part -> store.write(folded(slots(part, views), byCustomer, views)));
  }

  /** Removes the states of a view. */
  public void remove(Collection<String> customers, String fingerprint) {
    store.remove(customers, fingerprint);
  }

  /** Replaces the states of customers by a fold of the log. */
  public void refold(Collection<String> customers, List<CompiledView> views) {
    inParts(
        customers,
        views,
        part -> {
          Map<String, List<Slot>> slots = slots(part, views);
          List<Write> writes = new ArrayList<>();
          logFold
              .fold(part, views)
              .forEach((customer, states) -> {
                List<Slot> ofViews = slots.getOrDefault(customer, List.of());
                for (int i = 0; i < ofViews.size(); i++) {
                  writes.add(ofViews.get(i).put(states.get(i), firstRevision()));
                }
              });
          return store.write(writes);
        });
  }

  /**
   * Does something with a bounded number of states at a time, again for the customers whose writes
   * were refused because another writer came first.
   */
  private static void inParts(
      Collection<String> customers,
      List<CompiledView> views,
      Function<Set<String>, List<Write>> part) {
    if (views.isEmpty()) {
      return;
    }
    int size = Math.max(1, STATES_AT_ONCE / views.size());
    Deque<String> pending = new ArrayDeque<>(customers);
    while (!pending.isEmpty()) {
      Set<String> next = new LinkedHashSet<>();
      while (next.size() < size && !pending.isEmpty()) {
        next.add(pending.remove());
      }
      part.apply(next).forEach(refused -> pending.add(refused.customerId()));
    }
  }

  private List<Write> folded(
      Map<String, List<Slot>> slots,
      Map<String, List<ReceivedEvent>> events,
      List<CompiledView> views) {
    Map<String, List<FeatureState>> fromLog = foldFromLog(slots, events, views);
    List<Write> writes = new ArrayList<>();
    slots.forEach((customer, ofViews) -> {
      List<ReceivedEvent> ofCustomer = events.getOrDefault(customer, List.of());
      for (int i = 0; i < ofViews.size(); i++) {
        Slot slot = ofViews.get(i);
        if (!slot.needsLog(ofCustomer)) {
          slot.foldOn(ofCustomer).ifPresent(writes::add);
        } else if (fromLog.containsKey(customer)) {
          writes.add(slot.put(fromLog.get(customer).get(i), firstRevision()));
        }
      }
    });
    return writes;
  }

  private Map<String, List<FeatureState>> foldFromLog(
      Map<String, List<Slot>> slots,
      Map<String, List<ReceivedEvent>> events,
      List<CompiledView> views) {
    Set<String> customers = new LinkedHashSet<>();
    slots.forEach((customer, ofViews) -> {
      List<ReceivedEvent> ofCustomer = events.getOrDefault(customer, List.of());
      if (ofViews.stream().anyMatch(slot -> slot.needsLog(ofCustomer))) {
        customers.add(customer);
      }
    });
    return customers.isEmpty() ? Map.of() : logFold.fold(customers, views);
  }

  private Map<String, List<Slot>> slots(Collection<String> customers, List<CompiledView> views) {
    Map<String, List<Slot>> slots = new LinkedHashMap<>();
    if (customers.isEmpty()) {
      return slots;
    }
    List<String> fingerprints =
        views.stream().map(view -> view.definition().fingerprint()).toList();
    store
        .read(customers, fingerprints)
        .forEach((customer, blobs) -> {
          List<Slot> ofViews = new ArrayList<>(views.size());
          for (int i = 0; i < views.size(); i++) {
            ofViews.add(Slot.read(customer, views.get(i), blobs.get(i)));
          }
          slots.put(customer, ofViews);
        });
    long damaged = slots.values().stream().flatMap(List::stream).filter(Slot::isDamaged).count();
    if (damaged > 0) {
      metrics.damaged(damaged);
      log.warn("{} states in Redis are damaged and are folded again from the log", damaged);
    }
    return slots;
  }

  /**
   * A revision above all that the place had before a flush, so that a writer who read it then
   * cannot take the new state for the old one.
   */
  private long firstRevision() {
    return EventTime.toMicros(clock.instant());
  }
}
