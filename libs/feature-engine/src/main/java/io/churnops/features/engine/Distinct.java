package io.churnops.features.engine;

import java.util.Arrays;

/**
 * How many different values, by their 64-bit hashes: the {@link #MOST} smallest hashes are kept
 * (bottom-k, or KMV: Bar-Yossef et al. 2002). The set does not depend on the order of events, the
 * estimate on nothing but the set. Exact while fewer than {@link #MOST} are kept; from there on the
 * relative standard error is about 1 / sqrt(MOST - 2), 3.1 %.
 */
final class Distinct implements Partial {

  static final int MOST = 1024;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Ascending, without repetition. */
  private long[] hashes = new long[4];

  private int size;

  /** FNV-1a over the text's UTF-16, then MurmurHash3's finaliser so that all bits are even. */
  static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      hash = (hash ^ (unit & 0xff)) * FNV_PRIME;
      hash = (hash ^ (unit >>> 8)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  double estimate() {
    if (size < MOST) {
      return size;
    }
    double smallest = -0x1p63;
    double share = (hashes[MOST - 1] - smallest) / 0x1p64;
    return Math.rint((MOST - 1) / share);
  }

  private void offer(long hash) {
    int found = Arrays.binarySearch(hashes, 0, size, hash);
    int at = -found - 1;
    if (found >= 0 || at == MOST) {
      return;
    }
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.min(2 * size, MOST));
    }
    int moved = Math.min(size, MOST - 1) - at;
    System.arraycopy(hashes, at, hashes, at + 1, moved);
    hashes[at] = hash;
    size = Math.min(size + 1, MOST);
  }

  /** The kept hashes, ascending. */
  long[] kept() {
    return Arrays.copyOf(hashes, size);
  }

  @Override
  public void add(Payload payload, Stamp stamp) {
    for (long hash : ((Payload.Hashes) payload).hashes()) {
      offer(hash);
    }
  }

  @Override
  public void merge(Partial other) {
    Distinct that = (Distinct) other;
    for (int i = 0; i < that.size; i++) {
      offer(that.hashes[i]);
    }
  }

  @Override
  public void write(StateWriter out) {
    out.hashes(kept());
  }

  @Override
  public void read(StateReader in, Signal.Form form) throws CorruptStateException {
    hashes = in.hashes();
    size = hashes.length;
    in.check(size > 0 && size <= MOST, "a set of " + size + " hashes");
    for (int i = 1; i < size; i++) {
      in.check(hashes[i - 1] < hashes[i], "hashes out of order");
    }
  }
}
