package io.churnops.feature.state;

import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.Person;
import io.churnops.feature.identity.Profile;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.LoggedEvent;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerFold;
import io.churnops.features.engine.FeatureState;
import io.churnops.features.engine.IdleRetractions;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Folds customers from the log, which is the truth about them: the events of all their ids. */
@Component
public class LogFold {

  private final EventLog log;
  private final Identities identities;

  LogFold(EventLog log, Identities identities) {
    this.log = log;
    this.identities = identities;
  }

  /**
   * The states of those customers of whom the log holds an event; per customer one state for each
   * view, in the order of the views. A customer that has lost or gained an id since is left out.
   */
  Map<Profile, List<FeatureState>> fold(Collection<Profile> profiles, List<CompiledView> views) {
    Folds<Profile> folds = new Folds<>(identities.members(profiles), views);
    log.read(folds.ids(), folds::add);
    return folds.finish();
  }

  /**
   * The states of those ids of whose customers an event was known by a moment, folded of the events
   * known by then; whose the ids are is also as it was known then.
   *
   * @param knownBy microseconds since the epoch
   */
  public Map<String, KnownState> foldKnownBy(
      Collection<String> ids, CompiledView view, long knownBy) {
    Map<String, Person> asked = identities.knownBy(ids, knownBy);
    Map<Person, Set<String>> members = new HashMap<>();
    asked.values().forEach(person -> members.put(person, person.members()));
    Folds<Person> folds = new Folds<>(members, List.of(view));
    log.readKnownBy(
        folds.ids(),
        knownBy,
        logged -> {
          if (view.inForceMicros(logged.event()) <= knownBy) {
            folds.add(logged);
          }
        });
    Map<Person, List<FeatureState>> states = folds.finish();
    Map<String, KnownState> known = new HashMap<>();
    asked.forEach((id, person) -> {
      List<FeatureState> ofViews = states.get(person);
      if (ofViews != null) {
        known.put(id, new KnownState(person, ofViews.getFirst(), folds.idle(person)));
      }
    });
    return known;
  }

  /**
   * The state of the events of some ids up to an offset of each partition, as the log counts them;
   * empty if there are none.
   */
  public Optional<FeatureState> foldUpTo(
      Collection<String> ids, CompiledView view, Map<Integer, Long> offsets) {
    CustomerFold fold = view.newFold();
    log.read(
        ids,
        logged -> {
          if (logged.offset() <= offsets.getOrDefault(logged.partition(), -1L)) {
            fold.add(logged.event(), logged.partition(), logged.offset());
          }
        });
    FeatureState state = fold.state();
    return state.appliedOffsets().isEmpty() ? Optional.empty() : Optional.of(state);
  }

  /**
   * Folds events that come sorted by id; holds what the fold of one id needs, and that of every
   * customer of several ids.
   */
  private static final class Folds<K> {

    private final List<CompiledView> views;
    private final Map<String, K> owners = new HashMap<>();
    private final Set<K> ofSeveralIds = new HashSet<>();
    private final Map<K, List<CustomerFold>> open = new HashMap<>();
    private final Map<K, List<FeatureState>> states = new HashMap<>();
    private final Map<K, IdleRetractions> idle = new HashMap<>();
    private String id = "";

    Folds(Map<K, Set<String>> members, List<CompiledView> views) {
      this.views = views;
      members.forEach((owner, ids) -> {
        ids.forEach(each -> owners.put(each, owner));
        if (ids.size() > 1) {
          ofSeveralIds.add(owner);
        }
      });
    }

    Set<String> ids() {
      return owners.keySet();
    }

    void add(LoggedEvent logged) {
      if (!logged.event().customerId().equals(id)) {
        close();
        id = logged.event().customerId();
      }
      open.computeIfAbsent(owner(), _ -> views.stream().map(CompiledView::newFold).toList())
          .forEach(fold -> fold.add(logged.event(), logged.partition(), logged.offset()));
    }

    private K owner() {
      K owner = owners.get(id);
      if (owner == null) {
        throw new IllegalStateException("The log gave an event of somebody not asked for");
      }
      return owner;
    }

    private void close() {
      if (!id.isEmpty() && !ofSeveralIds.contains(owner())) {
        keep(owner());
      }
    }

    private void keep(K owner) {
      List<CustomerFold> folds = open.remove(owner);
      if (folds != null) {
        states.put(owner, folds.stream().map(CustomerFold::state).toList());
        folds.stream().findFirst().ifPresent(fold -> idle.put(owner, fold.idleRetractions()));
      }
    }

    /** The retractions of which nothing came in the first view. */
    IdleRetractions idle(K owner) {
      return idle.getOrDefault(owner, IdleRetractions.NONE);
    }

    Map<K, List<FeatureState>> finish() {
      Set.copyOf(open.keySet()).forEach(this::keep);
      return states;
    }
  }
}
