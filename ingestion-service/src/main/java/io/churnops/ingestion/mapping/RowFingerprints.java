package io.churnops.ingestion.mapping;

import java.util.List;

/**
 * The rows seen so far, as 64-bit hashes in an open table. Among four million rows the chance of
 * one false match is below one in a million, which a count can bear.
 */
final class RowFingerprints {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int START = 1 << 12;

  private final MemoryBudget budget;
  private long[] table = new long[START];
  private int size;

  RowFingerprints(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Whether the row is new. */
  boolean add(List<String> fields) {
    if (size * 2 > table.length) {
      grow();
    }
    boolean isNew = put(table, fingerprint(fields));
    size += isNew ? 1 : 0;
    return isNew;
  }

  private void grow() {
    budget.claim(table.length * (long) Long.BYTES);
    long[] larger = new long[table.length * 2];
    for (long known : table) {
      if (known != 0) {
        put(larger, known);
      }
    }
    table = larger;
  }

  private static boolean put(long[] table, long fingerprint) {
    int mask = table.length - 1;
    int at = (int) (fingerprint ^ fingerprint >>> 32) & mask;
    while (table[at] != 0) {
      if (table[at] == fingerprint) {
        return false;
      }
      at = (at + 1) & mask;
    }
    table[at] = fingerprint;
    return true;
  }

  private static long fingerprint(List<String> fields) {
    long hash = FNV_OFFSET;
    for (String field : fields) {
      for (int i = 0; i < field.length(); i++) {
        hash = (hash ^ field.charAt(i)) * FNV_PRIME;
      }
      hash = (hash ^ 0x1_0000) * FNV_PRIME;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }
}
