package io.churnops.feature.datasets;

import io.churnops.features.engine.CsvRow;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Goes through the rows of two training sets of the log, in their common order, at once. */
final class CompareRows {

  private final List<Pair> columns = new ArrayList<>();
  private final Map<String, Long> byColumn = new TreeMap<>();
  private long onlyInBase;
  private long onlyInOther;
  private long different;

  private CompareRows(List<String> base, List<String> other) {
    for (String name : base) {
      if (other.contains(name)) {
        columns.add(new Pair(name, place(base, name), place(other, name)));
      }
    }
  }

  /** Where a column of both is among the fields of each. */
  private record Pair(String name, int base, int other) {}

  private static int place(List<String> names, String name) {
    return CsvRow.FIRST_COLUMNS.size() + names.indexOf(name);
  }

  static RowDifferences compare(
      Path baseRows, DatasetManifest base, Path otherRows, DatasetManifest other)
      throws IOException {
    List<String> baseNames = names(base);
    List<String> otherNames = names(other);
    var comparison = new CompareRows(baseNames, otherNames);
    try (Cursor one = new Cursor(baseRows, baseNames.size());
        Cursor two = new Cursor(otherRows, otherNames.size())) {
      comparison.run(one, two);
    }
    return new RowDifferences(
        comparison.onlyInBase, comparison.onlyInOther, comparison.different, comparison.byColumn);
  }

  private static List<String> names(DatasetManifest manifest) {
    return Stream.concat(
            manifest.labels().stream().map(DatasetManifest.LabelColumn::column),
            manifest.columns().stream().map(DatasetManifest.Column::name))
        .toList();
  }

  private void run(Cursor base, Cursor other) throws IOException {
    while (base.there && other.there) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("Interrupted while comparing rows");
      }
      int order = base.compareTo(other);
      if (order == 0) {
        count(base.rows, other.rows);
      }
      onlyInBase += order < 0 ? 1 : 0;
      onlyInOther += order > 0 ? 1 : 0;
      if (order <= 0) {
        base.next();
      }
      if (order >= 0) {
        other.next();
      }
    }
    onlyInBase += base.rest();
    onlyInOther += other.rest();
  }

  private void count(WrittenRows base, WrittenRows other) {
    boolean same = true;
    for (Pair column : columns) {
      if (!Objects.equals(base.text(column.base()), other.text(column.other()))) {
        byColumn.merge(column.name(), 1L, Long::sum);
        same = false;
      }
    }
    different += same ? 0 : 1;
  }

  /** The row that one of the two is at. */
  private static final class Cursor implements AutoCloseable {

    private final InputStream in;
    private final WrittenRows rows;
    private String cutoffText = "";
    private Instant cutoff = Instant.MIN;
    private String customer = "";
    private boolean there;

    Cursor(Path file, int columns) throws IOException {
      this.in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)));
      this.rows = new WrittenRows(in, columns);
      rows.next();
      next();
    }

    void next() throws IOException {
      there = rows.next();
      if (there) {
        customer = rows.customer();
        String text = rows.cutoff();
        if (!text.equals(cutoffText)) {
          cutoffText = text;
          cutoff = Instant.parse(text);
        }
      }
    }

    int compareTo(Cursor other) {
      int order =
          customer.equals(other.customer) ? 0 : Spine.BY_BYTES.compare(customer, other.customer);
      return order == 0 ? cutoff.compareTo(other.cutoff) : order;
    }

    long rest() throws IOException {
      long rest = 0;
      for (; there; next()) {
        rest++;
      }
      return rest;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
