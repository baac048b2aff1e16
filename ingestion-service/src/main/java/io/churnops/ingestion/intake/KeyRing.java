package io.churnops.ingestion.intake;

import java.util.Arrays;

/**
 * The digests that came last, as many as there is room for, in arrays that the collector need not
 * walk: a hundred thousand objects that live for a second are what it does worst. Slots are found
 * by linear probing; at most half of them are taken. A slot holds a part of the digest beside its
 * place in the ring, so that one look at memory far away is enough for most digests.
 */
final class KeyRing {

  private static final long FREE = -1;
  private static final long PLACE = 0xFFFF_FFFFL;

  private final int capacity;
  private final long[] high;
  private final long[] low;
  private final long[] slots;
  private int next;
  private int size;

  KeyRing(int capacity) {
    this.capacity = capacity;
    this.high = new long[capacity];
    this.low = new long[capacity];
    this.slots = new long[Integer.highestOneBit(Math.max(1, capacity)) * 4];
    Arrays.fill(slots, FREE);
  }

  int size() {
    return size;
  }

  boolean contains(KeyDigest digest) {
    return slots[slotOf(digest.high(), digest.low())] != FREE;
  }

  /** Takes a digest in, and lets the oldest go where there is no room; false if it is here. */
  boolean add(KeyDigest digest) {
    if (capacity == 0 || contains(digest)) {
      return false;
    }
    if (size == capacity) {
      free(slotOf(high[next], low[next]));
    } else {
      size++;
    }
    high[next] = digest.high();
    low[next] = digest.low();
    slots[slotOf(digest.high(), digest.low())] = digest.high() << Integer.SIZE | next;
    next = next + 1 == capacity ? 0 : next + 1;
    return true;
  }

  /** Takes in all that another ring holds, the oldest first. */
  void addAll(KeyRing other) {
    int first = other.next - other.size;
    for (int i = 0; i < other.size; i++) {
      int at = first + i < 0 ? first + i + other.capacity : first + i;
      var _ = add(new KeyDigest(other.high[at], other.low[at]));
    }
  }

  /** Where it is, or else the free slot where it would be. */
  private int slotOf(long wantedHigh, long wantedLow) {
    int slot = home(wantedHigh);
    while (slots[slot] != FREE && !holds(slots[slot], wantedHigh, wantedLow)) {
      slot = after(slot);
    }
    return slot;
  }

  private boolean holds(long slot, long wantedHigh, long wantedLow) {
    if (slot >>> Integer.SIZE != (wantedHigh & PLACE)) {
      return false;
    }
    int place = (int) (slot & PLACE);
    return high[place] == wantedHigh && low[place] == wantedLow;
  }

  /** Frees a slot and moves up those behind it that were kept from their place. */
  private void free(int slot) {
    int hole = slot;
    for (int i = after(slot); slots[i] != FREE; i = after(i)) {
      int home = home(slots[i] >>> Integer.SIZE);
      boolean mayMove = hole <= i ? home <= hole || home > i : home <= hole && home > i;
      if (mayMove) {
        slots[hole] = slots[i];
        hole = i;
      }
    }
    slots[hole] = FREE;
  }

  private int home(long hash) {
    return (int) hash & slots.length - 1;
  }

  private int after(int slot) {
    return slot + 1 & slots.length - 1;
  }
}
