package io.churnops.feature.state;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the partitions that were assigned here are folded, as their writer remembers it. What is
 * remembered of a partition that has gone to another instance is of no use and does no harm: it is
 * replaced when the partition comes back.
 */
final class FoldedOffsets {

  private static final long NOTHING = -1;

  private final Map<Integer, Long> folded = new ConcurrentHashMap<>();

  /** Per partition, the loss for which it is being read again. */
  private final Map<Integer, Long> rewoundTo = new ConcurrentHashMap<>();

  /** A partition is read here from a position on; others have folded what comes before. */
  void assigned(int partition, long position) {
    folded.put(partition, position - 1);
    rewoundTo.remove(partition);
  }

  /** The partitions that were ever assigned here. */
  Set<Integer> partitions() {
    return Set.copyOf(folded.keySet());
  }

  /** The last offset that is folded, -1 if none is. */
  long of(int partition) {
    return folded.getOrDefault(partition, NOTHING);
  }

  /**
   * Everything up to an offset is folded, and Redis has it. Who lost the partition in the middle of
   * a batch may say so when the next one has got further.
   */
  void reach(int partition, long offset) {
    folded.merge(partition, offset, Math::max);
    rewoundTo.remove(partition);
  }

  /** What comes after an offset is yet to be folded. */
  void goBackTo(int partition, long offset) {
    folded.put(partition, offset);
  }

  /** What comes after an offset is being read again; the consumer begins at its next poll. */
  void readAgainAfter(int partition, long survived) {
    rewoundTo.put(partition, survived);
  }

  /** Whether what comes after an offset is being read again. */
  boolean isReadAgainAfter(int partition, long survived) {
    return Long.valueOf(survived).equals(rewoundTo.get(partition));
  }
}
