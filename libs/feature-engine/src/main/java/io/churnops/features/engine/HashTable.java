package io.churnops.features.engine;

import java.util.Arrays;

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

    private long[] hashes = new long[64];
    private int size;

    void add(long[] more) {
      if (size + more.length > hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.max(2 * size, size + more.length));
      }
      System.arraycopy(more, 0, hashes, size, more.length);
      size += more.length;
    }

    HashTable build() {
      Arrays.sort(hashes, 0, size);
      int distinct = 0;
      for (int i = 0; i < size; i++) {
        if (i == 0 || hashes[i] != hashes[i - 1]) {
          hashes[distinct++] = hashes[i];
        }
      }
      return new HashTable(Arrays.copyOf(hashes, distinct));
    }
  }
}
