package io.churnops.ingestion.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of what needs no second look in a JSON string: printable ASCII that is neither a
 * quote nor a backslash. Looks at eight bytes at a time.
 */
final class PlainAscii {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';
  private static final byte DELETE = 0x7F;
  private static final long DELETES = ONES * DELETE;

  private PlainAscii() {}

  /** The first position from there on that needs a second look; else the length of the text. */
  static int end(byte[] text, int from) {
    int i = from;
    while (i <= text.length - Long.BYTES) {
      long others = others((long) WORDS.get(text, i));
      if (others != 0) {
        return i + Long.numberOfTrailingZeros(others) / Byte.SIZE;
      }
      i += Long.BYTES;
    }
    while (i < text.length && isPlain(text[i])) {
      i++;
    }
    return i;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != DELETE && b != '"' && b != '\\';
  }

  /**
   * The high bits of the bytes that need a second look. A subtraction borrows only from the bytes
   * behind one that does, so that the lowest bit is right.
   */
  private static long others(long word) {
    long equal = (word ^ QUOTES) - ONES | (word ^ BACKSLASHES) - ONES | (word ^ DELETES) - ONES;
    return (equal | word - SPACES | word) & HIGH_BITS;
  }
}
