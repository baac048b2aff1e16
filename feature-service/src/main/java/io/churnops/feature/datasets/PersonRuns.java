package io.churnops.feature.datasets;

import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.Person;
import io.churnops.feature.log.EventChoice;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LogSnapshot;
import io.churnops.features.engine.CustomerEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whose events count for ids at moments: those of the customer that an id belonged to, as it was
 * known then. What only became its customer's later tells what happened, which labels want to know,
 * and is in no feature.
 */
final class PersonRuns {

  /** So many ids have their customers' events in memory at once. */
  static final int AT_ONCE = 100;

  private final LogSnapshot log;
  private final Identities identities;
  private final EventChoice choice;
  private final boolean asKnown;
  private final long lastChange;

  /**
   * Runs in a snapshot of the log; to be asked where identities are read as they stood at it, too.
   *
   * @param choice the events to be read
   * @param asKnown whether whose an id is counts as it was known at each moment, or as it is now
   * @param lastChange the last change of who is one customer that counts
   */
  PersonRuns(
      LogSnapshot log,
      Identities identities,
      EventChoice choice,
      boolean asKnown,
      long lastChange) {
    this.log = log;
    this.identities = identities;
    this.choice = choice;
    this.asKnown = asKnown;
    this.lastChange = lastChange;
  }

  /**
   * The customers that ids belonged to, per id in the order of its moments.
   *
   * @param moments of each id, ascending
   */
  Map<String, List<PersonRun>> of(Map<String, List<Long>> moments) {
    Map<String, List<Person>> persons =
        identities.knownAt(asKnown ? moments : atLast(moments), lastChange);
    Set<String> named = new HashSet<>();
    persons.values().forEach(all -> all.forEach(person -> named.addAll(person.members())));
    Map<String, List<Person>> lastOnes = identities.knownAt(atLast(once(named)), lastChange);
    Map<String, Set<String>> last = new HashMap<>();
    lastOnes.forEach((id, one) -> last.put(id, one.getFirst().members()));
    Set<String> all = new HashSet<>(named);
    last.values().forEach(all::addAll);
    Map<String, List<CustomerEvent>> events = log.events(all, choice);
    Map<String, List<PersonRun>> runs = new HashMap<>();
    moments.forEach((id, of) ->
        runs.put(id, runs(id, of, Objects.requireNonNull(persons.get(id)), last, events)));
    return runs;
  }

  private static Map<String, List<Long>> once(Set<String> ids) {
    Map<String, List<Long>> once = new HashMap<>();
    ids.forEach(id -> once.put(id, List.of(EventTime.LAST)));
    return once;
  }

  private static Map<String, List<Long>> atLast(Map<String, List<Long>> moments) {
    Map<String, List<Long>> last = new HashMap<>();
    moments.forEach((id, of) -> last.put(id, of.stream().map(_ -> EventTime.LAST).toList()));
    return last;
  }

  private static List<PersonRun> runs(
      String id,
      List<Long> moments,
      List<Person> persons,
      Map<String, Set<String>> last,
      Map<String, List<CustomerEvent>> events) {
    List<PersonRun> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= moments.size(); i++) {
      if (i == moments.size() || !persons.get(i).equals(persons.get(from))) {
        Person person = persons.get(from);
        runs.add(
            new PersonRun(
                List.copyOf(moments.subList(from, i)), person, events(id, person, last, events)));
        from = i;
      }
    }
    return runs;
  }

  /** Of a member as they are; of who became one later, as if known when no moment is left. */
  private static List<CustomerEvent> events(
      String id,
      Person person,
      Map<String, Set<String>> last,
      Map<String, List<CustomerEvent>> events) {
    Set<String> later = new HashSet<>();
    person.members().forEach(member -> later.addAll(last.getOrDefault(member, Set.of())));
    later.removeAll(person.members());
    List<CustomerEvent> all = new ArrayList<>();
    for (String member : person.members()) {
      events
          .getOrDefault(member, List.of())
          .forEach(event -> all.add(under(id, event, event.knownMicros())));
    }
    for (String other : later) {
      events
          .getOrDefault(other, List.of())
          .forEach(event -> all.add(under(id, event, EventTime.LAST)));
    }
    all.sort(CustomerEvent.ORDER);
    return all;
  }

  private static CustomerEvent under(String id, CustomerEvent event, long knownMicros) {
    return new CustomerEvent(
        event.source(),
        event.id(),
        event.type(),
        id,
        event.timeMicros(),
        knownMicros,
        event.data());
  }
}
