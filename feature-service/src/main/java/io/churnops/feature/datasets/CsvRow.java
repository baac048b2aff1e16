package io.churnops.feature.datasets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes of CSV lines, one field after the other. What is equal is written equally. */
final class CsvRow {

  /** From here on, and below its inverse, Java writes doubles with an exponent. */
  private static final double PLAIN = 1e7;

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
    if (!Double.isNaN(value)) {
      write(spelt(value));
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

  private static String spelt(double value) {
    long whole = (long) value;
    return whole == value && whole != 0 && Math.abs(value) < PLAIN
        ? whole + ".0"
        : Double.toString(value);
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
    if (size + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + length));
    }
    System.arraycopy(added, 0, bytes, size, length);
    size += length;
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
