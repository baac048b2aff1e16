package io.churnops.feature.identity;

import java.util.Set;

/**
 * What was unjoined.
 *
 * @param pairs how many pairs of ids were cut
 * @param remaining whether the id has more joins than one request cuts
 * @param affected ids whose customer is another now
 */
public record Cut(int pairs, boolean remaining, Set<String> affected) {

  public Cut {
    affected = Set.copyOf(affected);
  }
}
