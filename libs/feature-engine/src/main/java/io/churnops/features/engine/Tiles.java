package io.churnops.features.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The partials of every hop (an hour or a day) in which something happened. */
final class Tiles {

  private final Scope scope;
  private final long hopMicros;
  private long[] hops = new long[4];
  private @Nullable Partial[][] partials = new Partial[4][];
  private int size;

  Tiles(Scope scope, long hopMicros) {
    this.scope = scope;
    this.hopMicros = hopMicros;
  }

  Scope scope() {
    return scope;
  }

  int size() {
    return size;
  }

  /** The tile's number, counted in hops since the epoch; ascending. */
  long hop(int tile) {
    return hops[tile];
  }

  long hopMicros() {
    return hopMicros;
  }

  /** The first microsecond of a tile. */
  long fromMicros(int tile) {
    return hops[tile] * hopMicros;
  }

  @Nullable Partial[] partials(int tile) {
    return partials[tile];
  }

  /** The first tile that begins at or after an instant. */
  int firstFrom(long startMicros) {
    long hop = Math.ceilDiv(startMicros, hopMicros);
    int found = Arrays.binarySearch(hops, 0, size, hop);
    return found >= 0 ? found : -found - 1;
  }

  void add(Entry entry) {
    if (reads(entry.contribution())) {
      long hop = Math.floorDiv(entry.timeMicros(), hopMicros);
      scope.add(tileOf(hop), entry.contribution(), entry.stamp());
    }
  }

  private boolean reads(Contribution contribution) {
    for (int signal : contribution.signals()) {
      if (scope.positions()[signal].length > 0) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Partial[] tileOf(long hop) {
    if (size > 0 && hops[size - 1] == hop) {
      return partials[size - 1];
    }
    int found = Arrays.binarySearch(hops, 0, size, hop);
    return found >= 0 ? partials[found] : insert(-found - 1, hop, new Partial[scope.width()]);
  }

  /** Puts a tile after all others. */
  void append(long hop, @Nullable Partial[] tile) {
    insert(size, hop, tile);
  }

  private @Nullable Partial[] insert(int at, long hop, @Nullable Partial[] tile) {
    if (size == hops.length) {
      hops = Arrays.copyOf(hops, 2 * size);
      partials = Arrays.copyOf(partials, 2 * size);
    }
    System.arraycopy(hops, at, hops, at + 1, size - at);
    System.arraycopy(partials, at, partials, at + 1, size - at);
    hops[at] = hop;
    partials[at] = tile;
    size++;
    return tile;
  }

  /** Forgets the tiles that no window reaches any more from the watermark on. */
  void prune(long watermarkMicros) {
    long oldest = Math.floorDiv(watermarkMicros - scope.retentionMicros(), hopMicros);
    int gone = 0;
    while (gone < size && hops[gone] < oldest) {
      gone++;
    }
    if (gone > 0) {
      System.arraycopy(hops, gone, hops, 0, size - gone);
      System.arraycopy(partials, gone, partials, 0, size - gone);
      Arrays.fill(partials, size - gone, size, null);
      size -= gone;
    }
  }
}
