package io.churnops.features.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a training set as bytes of CSV, which every maker of training sets writes alike: what
 * is equal is written equally.
 */
public final class CsvRow {

  /** The first columns of every training set; the labels follow, then the features. */
  public static final List<String> FIRST_COLUMNS = List.of("customer_id", "cutoff");

  /** From here on, and below its inverse, Java writes doubles with an exponent. */
  private static final double PLAIN = 1e7;

  private static final int MOST_DIGITS = 7;

  private byte[] bytes = new byte[1 << 12];
  private int size;
  private boolean lineBegun;

  /** The line of names. */
  public void header(List<String> labels, List<FeatureColumn> columns) {
    FIRST_COLUMNS.forEach(this::text);
    labels.forEach(this::text);
    columns.forEach(column -> text(column.name()));
    endLine();
  }

  /** A row of a training set. */
  public void row(TrainingRow row) {
    begin(row.customerId(), row.cutoffMicros());
    row.outcomes().forEach(this::outcome);
    FeatureVector vector = row.vector();
    for (int i = 0; i < vector.size(); i++) {
      switch (vector.value(i)) {
        case null -> text(null);
        case String category -> text(category);
        case Object number -> number((Double) number);
      }
    }
    endLine();
  }

  /** Whom a row is about, and when. */
  public void begin(String customer, long cutoffMicros) {
    text(customer);
    plain(Instant.EPOCH.plus(cutoffMicros, ChronoUnit.MICROS).toString());
  }

  /** What a label says. */
  public void outcome(Outcome outcome) {
    plain(
        switch (outcome) {
          case CHURNED -> "1";
          case STAYED -> "0";
          case IMMATURE, INELIGIBLE -> "";
        });
  }

  /** A text; null is no value, an empty text is quoted. */
  public void text(@Nullable String text) {
    separate();
    if (text != null) {
      write(quoted(text));
    }
  }

  /** A number in the shortest form that reads back as the same double; NaN is no value. */
  public void number(double value) {
    separate();
    long whole = (long) value;
    if (whole == value && whole != 0 && Math.abs(value) < PLAIN) {
      whole(whole);
    } else if (!Double.isNaN(value)) {
      write(Double.toString(value));
    }
  }

  /** A text that needs no quotes. */
  public void plain(String text) {
    separate();
    write(text);
  }

  public void endLine() {
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
  public void written(byte[] added, int length) {
    room(length);
    System.arraycopy(added, 0, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  public int size() {
    return size;
  }

  public byte[] bytes() {
    return bytes;
  }

  public void clear() {
    size = 0;
  }
}
