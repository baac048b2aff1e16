package io.churnops.feature.datasets;

import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.Person;
import io.churnops.feature.log.CustomerRange;
import io.churnops.feature.log.CustomerVisitor;
import io.churnops.feature.log.EventChoice;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LogSnapshot;
import io.churnops.features.engine.CustomerEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Stands between the customers of the log, by id, and their rows. An id that was never joined to
 * another passes. For any other, each moment has the events of the customer the id belonged to, as
 * it was known then; what only became its customer's later tells what happened, which labels want
 * to know, and is in no feature.
 */
final class JoinedCustomers implements CustomerVisitor {

  /** So many ids have their customers' events in memory at once. */
  private static final int AT_ONCE = 100;

  private final LogSnapshot log;
  private final Identities identities;
  private final EventChoice choice;
  private final boolean asKnown;
  private final long lastChange;
  private final RowSource.Range rows;
  private final List<String> joined;
  private int next;
  private Map<String, List<PersonRun>> prepared = Map.of();

  /**
   * Rows of a range.
   *
   * @param choice the events to be read
   * @param asKnown whether whose an id is counts as it was known at each moment, or as it is now
   * @param lastChange the last change of who is one customer that counts
   */
  JoinedCustomers(
      LogSnapshot log,
      Identities identities,
      CustomerRange range,
      EventChoice choice,
      boolean asKnown,
      long lastChange,
      RowSource.Range rows) {
    this.log = log;
    this.identities = identities;
    this.choice = choice;
    this.asKnown = asKnown;
    this.lastChange = lastChange;
    this.rows = rows;
    this.joined = log.read(() -> identities.everJoined(range.from(), range.until()));
  }

  @Override
  public void visit(String id, Iterator<CustomerEvent> events) {
    while (next < joined.size() && Spine.BY_BYTES.compare(joined.get(next), id) < 0) {
      visitJoined();
    }
    if (next < joined.size() && joined.get(next).equals(id)) {
      visitJoined();
    } else {
      rows.visit(id, events);
    }
  }

  /** To be called after the last id. */
  void finish() {
    while (next < joined.size()) {
      visitJoined();
    }
    rows.finish();
  }

  private void visitJoined() {
    String id = joined.get(next);
    if (!prepared.containsKey(id)) {
      List<String> part = joined.subList(next, Math.min(joined.size(), next + AT_ONCE));
      prepared = log.read(() -> prepare(part));
    }
    next++;
    rows.visit(id, prepared.getOrDefault(id, List.of()));
  }

  private Map<String, List<PersonRun>> prepare(List<String> ids) {
    Map<String, List<Long>> moments = new LinkedHashMap<>();
    ids.forEach(id -> moments.put(id, rows.momentsOf(id)));
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
                List.copyOf(moments.subList(from, i)),
                person.canonicalId().equals(id),
                events(id, person, last, events)));
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
