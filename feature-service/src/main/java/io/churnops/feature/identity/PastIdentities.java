package io.churnops.feature.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/** Which ids were one customer, as it was known at moments of the past. */
@Service
class PastIdentities {

  private final PairTable pairs;
  private final MemberTable members;

  PastIdentities(PairTable pairs, MemberTable members) {
    this.pairs = pairs;
    this.members = members;
  }

  Map<String, Person> knownBy(Collection<String> ids, long knownBy) {
    return knownBy(ids, knownBy, Long.MAX_VALUE);
  }

  private Map<String, Person> knownBy(Collection<String> ids, long knownBy, long lastChange) {
    Map<String, Person> persons = new HashMap<>();
    Function<Collection<String>, List<Pair>> joined = of -> pairs.joinedBy(of, knownBy, lastChange);
    for (String id : members.among(ids)) {
      if (!persons.containsKey(id)) {
        Person person = Component.personOf(id, joined);
        person.members().forEach(member -> persons.put(member, person));
      }
    }
    Map<String, Person> asked = new HashMap<>();
    ids.forEach(id -> asked.put(id, persons.getOrDefault(id, Person.single(id))));
    return asked;
  }

  Map<String, List<Person>> knownAt(Map<String, List<Long>> moments, long lastChange) {
    Map<String, String> groups = members.groupsOf(moments.keySet());
    Map<String, PairHistory> histories = pairs.histories(Set.copyOf(groups.values()), lastChange);
    Map<String, List<Person>> persons = new HashMap<>();
    moments.forEach((id, of) -> {
      PairHistory history = histories.get(groups.getOrDefault(id, id));
      persons.put(
          id,
          of.stream()
              .map(moment ->
                  history == null
                      ? Objects.requireNonNull(knownBy(Set.of(id), moment, lastChange).get(id))
                      : history.personOf(id, moment))
              .toList());
    });
    return persons;
  }
}
