package io.churnops.feature.identity;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The ids connected to one another by joined pairs. A component of more than {@link #MAX_MEMBERS}
 * ids is nobody: some id in it was shared by many (a kiosk, a test account), so that none of its
 * joins counts. The rule looks at the set of pairs alone, not at their order.
 */
final class Component {

  static final int MAX_MEMBERS = 50;

  /** More pairs than there can be, in both directions, between the members of one customer. */
  static final int TOO_MANY_PAIRS = MAX_MEMBERS * (MAX_MEMBERS - 1) + 1;

  private Component() {}

  /**
   * The customer that an id belongs to.
   *
   * @param pairsOf the pairs with one of the given ids in them; may leave out pairs beyond {@link
   *     #TOO_MANY_PAIRS}
   */
  static Person personOf(String id, Function<Collection<String>, List<Pair>> pairsOf) {
    return connected(id, pairsOf).orElseGet(() -> Person.single(id));
  }

  /** The customer that an id's component is; empty if the component is too large for one. */
  static Optional<Person> connected(String id, Function<Collection<String>, List<Pair>> pairsOf) {
    Set<String> members = new LinkedHashSet<>(Set.of(id));
    Set<Pair> pairs = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(members);
    while (!next.isEmpty()) {
      List<Pair> found = pairsOf.apply(List.copyOf(next));
      next.clear();
      for (Pair pair : found) {
        pairs.add(pair);
        for (String end : List.of(pair.knownId(), pair.otherId())) {
          if (members.add(end)) {
            next.add(end);
          }
        }
      }
      if (members.size() > MAX_MEMBERS || found.size() >= TOO_MANY_PAIRS) {
        return Optional.empty();
      }
    }
    return Optional.of(new Person(canonical(id, pairs), members));
  }

  /**
   * The lowest id that was only ever the known one of a pair; if there is none, since pairs run in
   * a circle, the lowest known one.
   */
  private static String canonical(String alone, Set<Pair> pairs) {
    TreeSet<String> known = new TreeSet<>();
    pairs.forEach(pair -> known.add(pair.knownId()));
    TreeSet<String> onlyKnown = new TreeSet<>(known);
    pairs.forEach(pair -> onlyKnown.remove(pair.otherId()));
    if (!onlyKnown.isEmpty()) {
      return onlyKnown.first();
    }
    return known.isEmpty() ? alone : known.first();
  }
}
