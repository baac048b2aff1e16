package io.churnops.feature.identity;

import java.util.Set;

/**
 * What was forgotten of some ids.
 *
 * @param left other ids that were joined to them, or had named them
 */
public record Forgotten(int changes, Set<String> left) {

  public Forgotten {
    left = Set.copyOf(left);
  }
}
