package io.churnops.feature.identity;

import java.util.Set;
import java.util.TreeSet;

/**
 * A customer and all its ids.
 *
 * @param canonicalId the id it goes by, one of the members
 */
public record Person(String canonicalId, Set<String> members) {

  public Person {
    members = Set.copyOf(members);
    if (!members.contains(canonicalId)) {
      throw new IllegalArgumentException("the canonical id is not a member");
    }
  }

  /** An id that is joined to no other. */
  public static Person single(String id) {
    return new Person(id, Set.of(id));
  }

  /** The members in ascending order. */
  public Set<String> sorted() {
    return new TreeSet<>(members);
  }
}
