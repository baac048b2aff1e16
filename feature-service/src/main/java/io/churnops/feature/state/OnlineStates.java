package io.churnops.feature.state;

import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.Profile;
import io.churnops.feature.ledger.ErasureLedger;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  /** More would be copied by the collector of garbage as often as one is at work on them. */
  private static final int STATES_AT_ONCE = 300;

  /** How often a state that others change meanwhile is folded before it is removed. */
  private static final int MOST_REPLACEMENTS = 3;

  private final StateStore store;
  private final LogFold logFold;
  private final Identities identities;
  private final ErasureLedger ledger;
  private final FoldMetrics metrics;
  private final InstantSource clock;

  OnlineStates(
      StateStore store,
      LogFold logFold,
      Identities identities,
      ErasureLedger ledger,
      FoldMetrics metrics,
      InstantSource clock) {
    this.store = store;
    this.logFold = logFold;
    this.identities = identities;
    this.ledger = ledger;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** The states in Redis, by id; ids whose state is absent or damaged are left out. */
  public Map<String, ProfileState> read(Collection<String> ids, CompiledView view) {
    Map<String, ProfileState> states = new HashMap<>();
    Map<String, Profile> elsewhere = new HashMap<>();
    List<Slot> own = new ArrayList<>();
    store
        .held(ids, view.definition().fingerprint())
        .forEach((id, held) ->
            held.owner()
                .ifPresentOrElse(
                    owner -> elsewhere.put(id, new Profile(owner.canonicalId(), owner.epoch())),
                    () -> own.add(Slot.read(Profile.single(id), view, held.state()))));
    countDamaged(own);
    for (Slot slot : own) {
      if (slot.state() != null) {
        states.put(slot.profile().canonicalId(), new ProfileState(slot.profile(), slot.state()));
      }
    }
    Map<Profile, List<Slot>> slots = slots(Set.copyOf(elsewhere.values()), List.of(view));
    elsewhere.forEach((id, profile) -> {
      FeatureState state = slots.getOrDefault(profile, List.of()).getFirst().state();
      if (state != null) {
        states.put(id, new ProfileState(profile, state));
      }
    });
    return states;
  }

  /**
   * Folds the customers of ids from the log and puts their states where Redis has none or a damaged
   * one; if Redis cannot take them, the next reader will try again. Ids of whose customers there is
   * no event are left out.
   */
  public Map<String, ProfileState> rebuild(Collection<String> ids, CompiledView view) {
    Map<String, Profile> owners = identities.current(ids);
    Map<Profile, FeatureState> folded = new HashMap<>();
    logFold
        .fold(Set.copyOf(owners.values()), List.of(view))
        .forEach((profile, states) -> folded.put(profile, states.getFirst()));
    try {
      putWhereAbsent(folded, view);
      catchUp(folded, view);
      removeErased(owners);
      settle(owners);
    } catch (DataAccessException e) {
      log.warn("Redis did not take {} rebuilt states: {}", folded.size(), e.toString());
    }
    Map<String, ProfileState> rebuilt = new HashMap<>();
    owners.forEach((id, profile) -> {
      FeatureState state = folded.get(profile);
      if (state != null) {
        rebuilt.put(id, new ProfileState(profile, state));
      }
    });
    return rebuilt;
  }

  private void putWhereAbsent(Map<Profile, FeatureState> rebuilt, CompiledView view) {
    List<Write> writes = new ArrayList<>();
    uncounted(rebuilt.keySet(), List.of(view)) // Whoever read them has counted the damaged ones.
        .forEach((profile, slots) -> {
          FeatureState state = rebuilt.get(profile);
          if (state != null && slots.getFirst().state() == null) {
            writes.add(slots.getFirst().put(state, firstRevision()));
          }
        });
    store.write(writes);
  }

  /**
   * Folds those customers again of whom an event was logged while their states were made. Its own
   * writer may have folded it into a state that a flush removed before ours was put there, and does
   * not look again.
   */
  private void catchUp(Map<Profile, FeatureState> written, CompiledView view) {
    Set<String> behind = new HashSet<>();
    logFold
        .fold(written.keySet(), List.of(view))
        .forEach((profile, now) -> {
          FeatureState then = Objects.requireNonNull(written.get(profile));
          if (!now.getFirst().appliedOffsets().equals(then.appliedOffsets())) {
            behind.add(profile.canonicalId());
          }
        });
    if (!behind.isEmpty()) {
      refold(behind, List.of(view));
    }
  }

  /**
   * Tells Redis whose ids are, and Postgres that it was told. What an id had before it became
   * another customer's is removed, so that nobody folds it on with a hole in it.
   */
  void settle(Map<String, Profile> owners) {
    Map<String, Profile> joined = new HashMap<>(owners);
    joined.values().removeIf(profile -> profile.epoch() == 0);
    if (!joined.isEmpty()) {
      store.settle(joined);
      removeErased(joined);
      identities.settled(joined);
    }
  }

  /**
   * Takes back what was written of customers who were erased in the meantime. An erasure enters
   * them in the ledger, then removes their states: so what it does not find, this does.
   */
  private void removeErased(Map<String, Profile> written) {
    Set<String> ids = new HashSet<>(written.keySet());
    written.values().forEach(profile -> ids.add(profile.canonicalId()));
    Set<String> erased = ledger.erased(ids);
    Set<String> touched = new HashSet<>(erased);
    written.forEach((id, profile) -> {
      if (erased.contains(id) || erased.contains(profile.canonicalId())) {
        touched.addAll(List.of(id, profile.canonicalId()));
      }
    });
    store.delete(touched);
  }

  /** Removes everything that is held under some ids. */
  long delete(Collection<String> ids) {
    return store.delete(ids);
  }

  /** Folds logged events into the states of all views; returns when Redis has taken them. */
  void fold(List<ReceivedEvent> events, List<CompiledView> views) {
    Map<String, Profile> owners =
        identities.current(
            events.stream()
                .map(received -> received.event().customerId())
                .collect(Collectors.toSet()));
    Map<Profile, List<ReceivedEvent>> byCustomer = new LinkedHashMap<>();
    for (ReceivedEvent received : events) {
      Profile owner = Objects.requireNonNull(owners.get(received.event().customerId()));
      byCustomer.computeIfAbsent(owner, _ -> new ArrayList<>()).add(received);
    }
    untilTaken(
        byCustomer.keySet(),
        views,
        part -> store.write(folded(slots(part, views), byCustomer, views)));
    removeErased(owners);
  }

  /** Removes the states of a view. */
  public void remove(Collection<String> customers, String fingerprint) {
    store.remove(identities.current(customers), fingerprint);
  }

  /**
   * Replaces the states of the customers of ids by a fold of the log. Of one whose events come
   * faster than all of them can be folded, the state has always changed by then: it is removed, and
   * whoever comes first, this or the writer of the next event, folds it from the log.
   */
  public void refold(Collection<String> ids, List<CompiledView> views) {
    Map<String, Profile> owners = identities.current(ids);
    Set<Profile> left = Set.copyOf(owners.values());
    for (int i = 0; i < MOST_REPLACEMENTS && !left.isEmpty(); i++) {
      left = inParts(left, views, part -> store.write(fromLog(slots(part, views), views)));
    }
    if (!left.isEmpty()) {
      Map<String, Profile> busy = new HashMap<>(owners);
      busy.values().retainAll(left);
      views.forEach(view -> store.remove(busy, view.definition().fingerprint()));
      untilTaken(left, views, part -> store.write(fromLog(absent(part, views), views)));
    }
    removeErased(owners);
  }

  private Map<Profile, List<Slot>> absent(Set<Profile> profiles, List<CompiledView> views) {
    Map<Profile, List<Slot>> slots = slots(profiles, views);
    slots.values().removeIf(ofViews -> ofViews.stream().allMatch(slot -> slot.state() != null));
    return slots;
  }

  private List<Write> fromLog(Map<Profile, List<Slot>> slots, List<CompiledView> views) {
    if (slots.isEmpty()) {
      return List.of();
    }
    List<Write> writes = new ArrayList<>();
    logFold
        .fold(slots.keySet(), views)
        .forEach((profile, states) -> {
          List<Slot> ofViews = slots.getOrDefault(profile, List.of());
          for (int i = 0; i < ofViews.size(); i++) {
            writes.add(ofViews.get(i).put(states.get(i), firstRevision()));
          }
        });
    return writes;
  }

  /** Does something with profiles until no write of theirs is refused. */
  private static void untilTaken(
      Set<Profile> profiles, List<CompiledView> views, Function<Set<Profile>, List<Write>> part) {
    Set<Profile> left = profiles;
    while (!left.isEmpty()) {
      left = inParts(left, views, part);
    }
  }

  /**
   * Does something with a bounded number of states at a time; answers the customers whose writes
   * were refused because another writer came first.
   */
  private static Set<Profile> inParts(
      Set<Profile> profiles, List<CompiledView> views, Function<Set<Profile>, List<Write>> part) {
    Set<Profile> refused = new LinkedHashSet<>();
    if (views.isEmpty()) {
      return refused;
    }
    int size = Math.max(1, STATES_AT_ONCE / views.size());
    Deque<Profile> pending = new ArrayDeque<>(profiles);
    while (!pending.isEmpty()) {
      Set<Profile> next = new LinkedHashSet<>();
      while (next.size() < size && !pending.isEmpty()) {
        next.add(pending.remove());
      }
      part.apply(next).forEach(write -> refused.add(write.profile()));
    }
    return refused;
  }

  private List<Write> folded(
      Map<Profile, List<Slot>> slots,
      Map<Profile, List<ReceivedEvent>> events,
      List<CompiledView> views) {
    Map<Profile, List<FeatureState>> fromLog = foldFromLog(slots, events, views);
    List<Write> writes = new ArrayList<>();
    slots.forEach((profile, ofViews) -> {
      List<ReceivedEvent> ofCustomer = events.getOrDefault(profile, List.of());
      for (int i = 0; i < ofViews.size(); i++) {
        Slot slot = ofViews.get(i);
        if (!slot.needsLog(ofCustomer)) {
          slot.foldOn(ofCustomer).ifPresent(writes::add);
        } else if (fromLog.containsKey(profile)) {
          if (slot.state() != null) {
            metrics.retracted();
          }
          writes.add(slot.put(fromLog.get(profile).get(i), firstRevision()));
        }
      }
    });
    return writes;
  }

  private Map<Profile, List<FeatureState>> foldFromLog(
      Map<Profile, List<Slot>> slots,
      Map<Profile, List<ReceivedEvent>> events,
      List<CompiledView> views) {
    Set<Profile> profiles = new LinkedHashSet<>();
    slots.forEach((profile, ofViews) -> {
      List<ReceivedEvent> ofCustomer = events.getOrDefault(profile, List.of());
      if (ofViews.stream().anyMatch(slot -> slot.needsLog(ofCustomer))) {
        profiles.add(profile);
      }
    });
    return profiles.isEmpty() ? Map.of() : logFold.fold(profiles, views);
  }

  private Map<Profile, List<Slot>> slots(Collection<Profile> profiles, List<CompiledView> views) {
    Map<Profile, List<Slot>> slots = uncounted(profiles, views);
    countDamaged(slots.values().stream().flatMap(List::stream).toList());
    return slots;
  }

  private Map<Profile, List<Slot>> uncounted(
      Collection<Profile> profiles, List<CompiledView> views) {
    Map<Profile, List<Slot>> slots = new LinkedHashMap<>();
    if (profiles.isEmpty()) {
      return slots;
    }
    List<String> fingerprints =
        views.stream().map(view -> view.definition().fingerprint()).toList();
    store
        .read(profiles, fingerprints)
        .forEach((profile, blobs) -> {
          List<Slot> ofViews = new ArrayList<>(views.size());
          for (int i = 0; i < views.size(); i++) {
            ofViews.add(Slot.read(profile, views.get(i), blobs.get(i)));
          }
          slots.put(profile, ofViews);
        });
    return slots;
  }

  private void countDamaged(List<Slot> slots) {
    long damaged = slots.stream().filter(Slot::isDamaged).count();
    if (damaged > 0) {
      metrics.damaged(damaged);
      log.warn("{} states in Redis are damaged and are folded again from the log", damaged);
    }
  }

  /**
   * A revision above all that the place had before a flush, so that a writer who read it then
   * cannot take the new state for the old one.
   */
  private long firstRevision() {
    return EventTime.toMicros(clock.instant());
  }
}
