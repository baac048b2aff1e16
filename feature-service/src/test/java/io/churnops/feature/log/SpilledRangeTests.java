package io.churnops.feature.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpilledRangeTests {

  @TempDir private Path folder;

  /** What a row says here; its number tells rows of one customer and time apart. */
  private record Row(String customer, long time, int number, int extraBytes) {

    ByteBuffer bytes() {
      byte[] name = customer.getBytes(StandardCharsets.UTF_8);
      ByteBuffer row = ByteBuffer.allocate(name.length + 5 * Integer.BYTES + extraBytes);
      row.putInt(name.length).put(name).putInt(Long.BYTES).putLong(time).putInt(number);
      return row.rewind();
    }

    static Row of(ByteBuffer row) {
      byte[] name = new byte[row.getInt()];
      row.get(name).getInt();
      return new Row(
          new String(name, StandardCharsets.UTF_8), row.getLong(), row.getInt(), row.remaining());
    }
  }

  /** All at once, in runs of a few chunks, and with a run for every chunk. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 30, 200_000, 1})
  void sortsByCustomerAndTime(int mostBytes) throws IOException {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("SpilledRangeTests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(row(random, i));
    }
    try (SpillFile file = new SpillFile(folder)) {
      SpilledRange range = new SpilledRange(file);
      SpilledRange other = new SpilledRange(file);
      for (Row row : rows) {
        range.add(row.bytes());
        other.add(row(random, -1).bytes());
      }
      range.finish();
      other.finish();

      List<Row> sorted = read(range.sorted(mostBytes, new RowSorter()));

      assertThat(sorted.stream().sorted(Comparator.comparingInt(Row::number)))
          .containsExactlyElementsOf(rows);
      assertThat(sorted).isSortedAccordingTo(BY_CUSTOMER_AND_TIME);
    }
  }

  private static final Comparator<Row> BY_CUSTOMER_AND_TIME =
      Comparator.<Row, byte[]>comparing(
              row -> row.customer().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
          .thenComparingLong(Row::time);

  /** Few customers have most events; ids of several alphabets, some the beginning of others. */
  private static Row row(SplittableRandom random, int number) {
    int customer = (int) Math.exp(random.nextDouble() * 7);
    String id =
        (customer % 3 == 0 ? "ä€\uD83D\uDE00" : "a").repeat(1 + customer % 4) + customer / 5;
    int extra = random.nextInt(1_000) == 0 ? 100_000 : random.nextInt(60);
    return new Row(id, random.nextLong(-50, 50) * 1_000_000_007L, number, extra);
  }

  private static List<Row> read(SortedRows sorted) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (ByteBuffer row = sorted.next(); row != null; row = sorted.next()) {
      rows.add(Row.of(row));
    }
    return rows;
  }

  @Test
  void sortsNoRows() throws IOException {
    try (SpillFile file = new SpillFile(folder)) {
      SpilledRange range = new SpilledRange(file);
      range.finish();

      assertThat(read(range.sorted(1, new RowSorter()))).isEmpty();
    }
  }

  /** So that nothing is left behind, however the process ends. */
  @Test
  void laysOutInAFileWithoutAName() throws IOException {
    try (SpillFile file = new SpillFile(folder)) {
      file.append(new byte[100], 100);
      try (Stream<Path> named = Files.list(folder)) {
        assertThat(named).isEmpty();
      }
    }
  }

  @Test
  void saysWhatCouldNotBeLaidOutAndWhere() throws IOException {
    SpillFile full = new SpillFile(folder);
    full.close();

    assertThatThrownBy(() -> full.append(new byte[1], 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("could not be laid out in " + folder);
  }
}
