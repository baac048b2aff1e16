package io.churnops.feature.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads texts of which many recur, each with its length before it: a recurring one is not made
 * anew.
 */
final class RecurringText {

  private static final int SLOTS = 64;

  private final byte[][] known = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];

  String read(ByteBuffer row) {
    int length = row.getInt();
    byte[] bytes = row.array();
    int from = row.position();
    row.position(from + length);
    int slot = slot(bytes, from, length);
    byte[] before = known[slot];
    if (before != null && Arrays.equals(before, 0, before.length, bytes, from, from + length)) {
      return texts[slot];
    }
    known[slot] = Arrays.copyOfRange(bytes, from, from + length);
    texts[slot] = new String(bytes, from, length, StandardCharsets.UTF_8);
    return texts[slot];
  }

  private static int slot(byte[] bytes, int from, int length) {
    return length == 0
        ? 0
        : (length * 31 + bytes[from] * 7 + bytes[from + length / 2] * 3 + bytes[from + length - 1])
            & (SLOTS - 1);
  }
}
