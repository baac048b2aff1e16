package io.churnops.feature.datasets;

import io.churnops.features.engine.CsvRow;
import io.churnops.features.engine.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads rows of a training set as they are written, byte for byte. Confined to one thread. */
final class WrittenRows {

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;

  private byte[] row = new byte[1 << 10];
  private int length;
  private int fields;

  /** Where the fields end that can be asked for. */
  private final int[] ends;

  /**
   * Reads rows.
   *
   * @param more fields that can be asked for, beside the customer and the cutoff
   */
  WrittenRows(InputStream in, int more) {
    this.in = in;
    this.ends = new int[CsvRow.FIRST_COLUMNS.size() + more];
  }

  /**
   * Goes to the next row, or line of names; false behind the last.
   *
   * @throws IOException also if the bytes end within a line
   */
  boolean next() throws IOException {
    length = 0;
    fields = 0;
    boolean quoted = false;
    for (int next = read(); next >= 0; next = read()) {
      if (next == '\n' && !quoted) {
        endField();
        return requireWhole();
      }
      if (next == ',' && !quoted) {
        endField();
      }
      quoted ^= next == '"';
      keep((byte) next);
    }
    if (length > 0) {
      throw new IOException("The rows end within a line");
    }
    return false;
  }

  private boolean requireWhole() throws IOException {
    if (fields < ends.length) {
      throw new IOException("A row has only " + fields + " fields");
    }
    return true;
  }

  private int read() throws IOException {
    if (position == limit) {
      limit = in.read(buffer);
      position = 0;
      if (limit <= 0) {
        limit = 0;
        return -1;
      }
    }
    return buffer[position++] & 0xff;
  }

  private void endField() {
    if (fields < ends.length) {
      ends[fields] = length;
    }
    fields++;
  }

  private void keep(byte one) {
    if (length == row.length) {
      row = Arrays.copyOf(row, 2 * length);
    }
    row[length++] = one;
  }

  String customer() {
    return field(0);
  }

  String cutoff() {
    return field(1);
  }

  /** What a label says, of which nothing is immature. */
  Outcome outcome(int label) {
    String text = field(CsvRow.FIRST_COLUMNS.size() + label);
    return text.isEmpty()
        ? Outcome.INELIGIBLE
        : text.equals("1") ? Outcome.CHURNED : Outcome.STAYED;
  }

  /** A field as a text; null where there is nothing, as opposed to a quoted nothing. */
  @Nullable String text(int number) {
    return from(number) == ends[number] ? null : field(number);
  }

  /** A field as a number; NaN where there is nothing. */
  double number(int number) {
    return NumberText.read(row, from(number), ends[number]);
  }

  private int from(int number) {
    return number == 0 ? 0 : ends[number - 1] + 1;
  }

  private String field(int number) {
    int from = from(number);
    boolean quoted = from < ends[number] && row[from] == '"';
    int without = quoted ? 1 : 0;
    String text =
        new String(row, from + without, ends[number] - from - 2 * without, StandardCharsets.UTF_8);
    return quoted ? text.replace("\"\"", "\"") : text;
  }

  /** The bytes of the row; only the first {@link #length} are. */
  byte[] bytes() {
    return row;
  }

  int length() {
    return length;
  }
}
