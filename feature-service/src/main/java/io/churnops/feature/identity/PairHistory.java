package io.churnops.feature.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was said of the pairs of one group of ids, from which its customers at any moment follow.
 */
final class PairHistory {

  /** Something that was said, and from when on it was known. */
  record Said(Pair pair, boolean joined, long knownMicros) {}

  private static final Comparator<Said> ORDER =
      Comparator.comparingLong(Said::knownMicros).thenComparing(said -> !said.joined());

  private final List<Said> all;

  PairHistory(Collection<Said> all) {
    this.all = all.stream().sorted(ORDER).toList();
  }

  /** The customer that an id belonged to, as it was known at a moment. */
  Person personOf(String id, long knownBy) {
    Map<String, List<Pair>> pairs = new HashMap<>();
    for (Pair pair : joinedBy(knownBy)) {
      pairs.computeIfAbsent(pair.knownId(), _ -> new ArrayList<>()).add(pair);
      pairs.computeIfAbsent(pair.otherId(), _ -> new ArrayList<>()).add(pair);
    }
    return Component.personOf(
        id,
        ids ->
            ids.stream()
                .flatMap(one -> pairs.getOrDefault(one, List.of()).stream())
                .distinct()
                .toList());
  }

  private Set<Pair> joinedBy(long knownBy) {
    Map<Pair, Boolean> last = new HashMap<>();
    for (Said said : all) {
      if (said.knownMicros() > knownBy) {
        break;
      }
      last.put(said.pair(), said.joined());
    }
    last.values().removeIf(joined -> !joined);
    return last.keySet();
  }
}
