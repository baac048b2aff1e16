package io.churnops.features.engine;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was taken back of each key, in millionths. It is kept for ever, eight bytes a key and the
 * amount, since what a key names may come after its retraction. Adding is commutative and
 * associative.
 */
final class Retracted {

  static final long EVERYTHING = Long.MAX_VALUE;

  private final TreeMap<Long, Long> amounts = new TreeMap<>();

  /** Takes back more of a key. */
  void add(long key, long amount) {
    amounts.merge(key, amount, Retracted::sum);
  }

  /** The sum of two amounts; everything and more is everything. */
  static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? EVERYTHING : sum;
  }

  boolean has(long key) {
    return amounts.containsKey(key);
  }

  long of(long key) {
    return amounts.getOrDefault(key, 0L);
  }

  void addAll(Retracted other) {
    other.amounts.forEach(this::add);
  }

  void write(StateWriter out) {
    out.varint(amounts.size());
    for (Map.Entry<Long, Long> taken : amounts.entrySet()) {
      out.fixedLong(taken.getKey());
      out.varint(taken.getValue() == EVERYTHING ? 0 : taken.getValue() + 1);
    }
  }

  void read(StateReader in) throws CorruptStateException {
    int count = in.count(Long.BYTES + 1);
    for (int i = 0; i < count; i++) {
      long key = in.fixedLong();
      in.check(i == 0 || amounts.lastKey() < key, "retractions out of order");
      long written = in.varint();
      in.check(written >= 0, "a negative retraction");
      amounts.put(key, written == 0 ? EVERYTHING : written - 1);
    }
  }
}
