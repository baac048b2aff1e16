package io.churnops.feature.datasets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes of CSV lines, one field after the other. What is equal is written equally. */
final class CsvRow {

  /** From here on, and below its inverse, Java writes doubles with an exponent. */
  private static final double PLAIN = 1e7;

  private static final int MOST_DIGITS = 7;

  private byte[] bytes = new byte[1 << 12];
  private int size;
  private boolean lineBegun;

  /** A text; null is no value, an empty text is quoted. */
  void text(@Nullable String text) {
    separate();
    if (text != null) {
      write(quoted(text));
    }
  }

  /** A number in the shortest form that reads back as the same double; NaN is no value. */
  void number(double value) {
    separate();
    long whole = (long) value;
    if (whole == value && whole != 0 && Math.abs(value) < PLAIN) {
      whole(whole);
    } else if (!Double.isNaN(value)) {
      write(Double.toString(value));
    }
  }

  /** A text that needs no quotes. */
  void plain(String text) {
    separate();
    write(text);
  }

  void endLine() {
    write("\n");
    lineBegun = false;
  }

  private void separate() {
    if (lineBegun) {
      write(",");
    }
    lineBegun = true;
  }

  /** As Java writes the same double. */
  private void whole(long value) {
    room(MOST_DIGITS + 3);
    if (value < 0) {
      bytes[size++] = '-';
    }
    long rest = Math.abs(value);
    int digits = 1;
    for (long power = 10; power <= rest; power *= 10) {
      digits++;
    }
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    bytes[size++] = '.';
    bytes[size++] = '0';
  }

  private static String quoted(String text) {
    return text.isEmpty()
            || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }

  private void write(String text) {
    byte[] added = text.getBytes(StandardCharsets.UTF_8);
    written(added, added.length);
  }

  /** Bytes that are CSV already. */
  void written(byte[] added, int length) {
    room(length);
    System.arraycopy(added, 0, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }

  void clear() {
    size = 0;
  }
}
