package io.churnops.feature.datasets;

import de.siegmar.fastcsv.reader.CsvReader;
import io.churnops.feature.statistics.Summary;
import io.churnops.feature.statistics.TableStatistics;
import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.CsvRow;
import io.churnops.features.engine.FeatureColumn;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads back the rows of a training set, as often as wanted. */
final class RowsReader {

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final int labels;
  private final List<FeatureColumn> columns;

  private RowsReader(Path file, int labels, List<FeatureColumn> columns) {
    this.file = file;
    this.labels = labels;
    this.columns = columns;
  }

  static RowsReader of(Path gzippedCsv, int labels, List<FeatureColumn> columns) {
    return new RowsReader(gzippedCsv, labels, columns);
  }

  static RowsReader of(Path gzippedCsv, DatasetManifest manifest) {
    return new RowsReader(
        gzippedCsv,
        manifest.labels().size(),
        manifest.columns().stream()
            .map(column -> new FeatureColumn(column.name(), column.type()))
            .toList());
  }

  List<FeatureColumn> columns() {
    return columns;
  }

  /** Is shown the rows one by one, the first being the first after the header. */
  @FunctionalInterface
  interface Visitor {
    void visit(Row row) throws IOException;
  }

  /** One row; usable until the next. */
  final class Row {

    private List<@Nullable String> fields = List.of();

    String customer() {
      return text(0);
    }

    String cutoff() {
      return text(1);
    }

    private String text(int field) {
      String text = fields.get(field);
      return text == null ? "" : text;
    }

    /** Whether the customer churned by a label; null where it says nothing. */
    @Nullable Boolean label(int label) {
      String text = fields.get(CsvRow.FIRST_COLUMNS.size() + label);
      return text == null ? null : (Boolean) text.equals("1");
    }

    /** A column's value: null, a {@link Double} or a {@link String}. */
    @Nullable Object value(int column) {
      String text = fields.get(CsvRow.FIRST_COLUMNS.size() + labels + column);
      return text == null || columns.get(column).type() == ColumnType.CATEGORY
          ? text
          : (Object) Double.valueOf(text);
    }
  }

  void forEach(Visitor visitor) throws IOException {
    try (CsvReader<CsvLine> lines =
        CsvReader.builder()
            .skipEmptyLines(false)
            .build(
                new CsvLine.Handler(),
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file), BUFFER),
                    StandardCharsets.UTF_8))) {
      Iterator<CsvLine> each = lines.iterator();
      each.next();
      Row row = new Row();
      while (each.hasNext()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("Interrupted while reading " + file);
        }
        row.fields = each.next().fields();
        visitor.visit(row);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * What is in the rows. One thread reads them while another sums up those before.
   *
   * @param rows how many there are
   */
  TableStatistics summary(long rows) throws IOException {
    Summary summary = Summary.ofLabelled(columns, rows);
    RowsBlock reading = new RowsBlock(labels, columns);
    RowsBlock summing = new RowsBlock(labels, columns);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), BUFFER);
        ExecutorService beside =
            Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("training-statistics").daemon().factory())) {
      WrittenRows written = new WrittenRows(in, labels + columns.size());
      written.next();
      CompletableFuture<Void> summed = CompletableFuture.completedFuture(null);
      while (reading.fill(written)) {
        summed.join();
        RowsBlock filled = reading;
        reading = summing;
        summing = filled;
        summed = CompletableFuture.runAsync(() -> summary.add(filled), beside);
      }
      summed.join();
    }
    return summary.finish();
  }
}
