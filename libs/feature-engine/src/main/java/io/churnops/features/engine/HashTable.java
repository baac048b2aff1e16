package io.churnops.features.engine;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The hashes in a state, each once: the same values recur from tile to tile, and a number in a
 * table is shorter than a hash.
 */
final class HashTable {

  static final HashTable EMPTY = new HashTable(new long[0]);

  private final long[] ascending;

  HashTable(long[] ascending) {
    this.ascending = ascending;
  }

  long[] ascending() {
    return ascending;
  }

  int numberOf(long hash) {
    return Arrays.binarySearch(ascending, hash);
  }

  /** Collects the hashes of a state. */
  static final class Builder {

    private final SortedSet<Long> hashes = new TreeSet<>();

    void add(long[] more) {
      for (long hash : more) {
        hashes.add(hash);
      }
    }

    HashTable build() {
      return new HashTable(hashes.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
