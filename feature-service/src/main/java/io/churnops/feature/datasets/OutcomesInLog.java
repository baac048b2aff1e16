package io.churnops.feature.datasets;

import io.churnops.feature.identity.Identities;
import io.churnops.feature.log.EventChoice;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LogSnapshot;
import io.churnops.features.engine.LabelDefinition;
import io.churnops.features.engine.Outcome;
import io.churnops.features.engine.TrainingRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a label says of customers at moments in a snapshot of the log.
 *
 * @param maturity up to when labels are given
 */
record OutcomesInLog(
    LogSnapshot log,
    Identities identities,
    LabelDefinition label,
    KnownTimeMode knownTime,
    Instant maturity) {

  /** A customer, by any of its ids, at a moment. */
  record Question(String id, long micros) {}

  /**
   * What the label says.
   *
   * @param canonicalId the id that the customer went by
   * @param outcome null of whom no event is known
   */
  record Said(String canonicalId, @Nullable Outcome outcome) {}

  /** An answer to each question. */
  Map<Question, Said> of(Collection<Question> questions) {
    PersonRuns runs =
        new PersonRuns(
            log,
            identities,
            choice(questions),
            knownTime == KnownTimeMode.AS_KNOWN,
            Knowledge.lastChange(null));
    Map<String, List<Long>> moments = moments(questions);
    List<String> ids = List.copyOf(moments.keySet());
    Map<Question, Said> said = new HashMap<>();
    for (int from = 0; from < ids.size(); from += PersonRuns.AT_ONCE) {
      Map<String, List<Long>> part = new TreeMap<>(moments);
      part.keySet().retainAll(ids.subList(from, Math.min(ids.size(), from + PersonRuns.AT_ONCE)));
      Map<String, List<PersonRun>> ofPart = runs.of(part);
      Set<String> known = known(ofPart);
      ofPart.forEach((id, all) -> all.forEach(run -> add(id, run, known, said)));
    }
    return said;
  }

  private EventChoice choice(Collection<Question> questions) {
    long last = questions.stream().mapToLong(Question::micros).max().orElseThrow();
    return new EventChoice(
        label.eventTypes(),
        label.eventTypesReadInto(),
        EventTime.toMicros(EventTime.toInstant(last).plus(label.horizon())),
        null);
  }

  private static Map<String, List<Long>> moments(Collection<Question> questions) {
    Map<String, Set<Long>> each = new TreeMap<>();
    questions.forEach(
        one -> each.computeIfAbsent(one.id(), _ -> new TreeSet<>()).add(one.micros()));
    Map<String, List<Long>> moments = new TreeMap<>();
    each.forEach((id, all) -> moments.put(id, new ArrayList<>(all)));
    return moments;
  }

  /** The ids under which there are events, of customers of whom the label reads none. */
  private Set<String> known(Map<String, List<PersonRun>> runs) {
    Set<String> silent = new HashSet<>();
    runs.values().stream()
        .flatMap(List::stream)
        .filter(run -> run.events().isEmpty())
        .forEach(run -> silent.addAll(run.person().members()));
    return silent.isEmpty() ? Set.of() : log.known(silent);
  }

  private void add(String id, PersonRun run, Set<String> known, Map<Question, Said> to) {
    boolean isKnown =
        !run.events().isEmpty() || run.person().members().stream().anyMatch(known::contains);
    List<Outcome> outcomes =
        TrainingRows.outcomes(
            label,
            id,
            run.events().iterator(),
            run.moments(),
            knownTime.engine(),
            EventTime.toMicros(maturity));
    for (int i = 0; i < outcomes.size(); i++) {
      to.put(
          new Question(id, run.moments().get(i)),
          new Said(run.person().canonicalId(), isKnown ? outcomes.get(i) : null));
    }
  }
}
