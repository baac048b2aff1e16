package io.churnops.ingestion.imports;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.ImportMapping;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file. Its flat columns are the fields, {@code a.b} for those of groups; of the file
 * only the columns of the mapping are read, one row group at a time.
 */
final class ParquetFile implements RowFile {

  /** Bytes a row group may unpack to; all columns of one are in memory together. */
  private static final long MAX_ROW_GROUP = 256L * 1024 * 1024;

  private final Path path;
  private final ImportMapping mapping;
  private final long maxInflated;
  private double done;

  ParquetFile(Path path, ImportMapping mapping, long maxInflated) {
    this.path = path;
    this.mapping = mapping;
    this.maxInflated = maxInflated;
  }

  @Override
  public void read(Rows rows) throws IOException {
    if (!Files.isReadable(path)) {
      throw new NoSuchFileException(path.toString());
    }
    ParquetMetadata footer = guarded(() -> ParquetReader.readMetadata(path.toFile()), 0);
    requireBounded(footer);
    Map<String, ParquetValues> columns = columns(footer);
    List<String> wanted = mapping.columnNames();
    List<String> header = wanted.stream().filter(columns::containsKey).toList();
    RowSink sink = rows.begin(header);
    ParquetValues[] values = header.stream().map(columns::get).toArray(ParquetValues[]::new);
    try (ParquetReader<String[], String[], Integer> reader = open(header, values)) {
      long count = Math.max(1, reader.estimateSize());
      AtomicReference<String @Nullable []> next = new AtomicReference<>();
      long row = 0;
      while (advance(reader, next, row)) {
        row++;
        done = Math.min(1, (double) row / count);
        String[] fields = next.get();
        if (fields != null) {
          sink.row(FileRow.of(row, List.of(fields)));
        }
      }
    }
  }

  @Override
  public double done() {
    return done;
  }

  private ParquetReader<String[], String[], Integer> open(
      List<String> header, ParquetValues[] values) throws IOException {
    Map<String, Integer> places = new HashMap<>();
    for (String name : header) {
      places.put(name, places.size());
    }
    return guarded(
        () ->
            ParquetReader.spliterator(
                path.toFile(),
                new RowHydrator(values),
                column -> places.get(String.join(".", column))),
        0);
  }

  private static boolean advance(
      ParquetReader<String[], String[], Integer> reader,
      AtomicReference<String @Nullable []> next,
      long row)
      throws IOException {
    return guarded(() -> reader.tryAdvance(next::set), row);
  }

  private Map<String, ParquetValues> columns(ParquetMetadata footer) {
    Map<String, ParquetValues> columns = new HashMap<>();
    for (ColumnDescriptor column : footer.getFileMetaData().getSchema().getColumns()) {
      if (column.getMaxRepetitionLevel() == 0) {
        columns.put(
            String.join(".", column.getPath()), ParquetValues.of(column.getPrimitiveType()));
      }
    }
    return columns;
  }

  private void requireBounded(ParquetMetadata footer) {
    long total = 0;
    for (BlockMetaData group : footer.getBlocks()) {
      if (group.getTotalByteSize() > MAX_ROW_GROUP) {
        throw new ImportFailedException(
            "A row group of the file unpacks to more than "
                + MAX_ROW_GROUP
                + " bytes; write it with smaller ones.");
      }
      total += group.getTotalByteSize();
    }
    if (total > maxInflated) {
      throw new ImportFailedException(
          "The file unpacks to more than " + maxInflated + " bytes; split it.");
    }
  }

  /** Something of the library that fails in ways of its own where the file is broken. */
  @FunctionalInterface
  private interface Reading<T> {

    T read() throws IOException;
  }

  private static <T> T guarded(Reading<T> reading, long row) throws IOException {
    try {
      return reading.read();
    } catch (OutOfMemoryError | RuntimeException | IOException broken) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      // A page may claim any size; the one allocation that fails for it is let go here.
      throw new ImportFailedException(
          "The file is not readable as Parquet, after row " + row + ".");
    }
  }

  private record RowHydrator(ParquetValues[] values)
      implements Hydrator<String[], String[], Integer> {

    @Override
    public String[] start() {
      String[] row = new String[values.length];
      Arrays.fill(row, "");
      return row;
    }

    @Override
    public String[] add(String[] row, Integer place, @Nullable Object value) {
      row[place] = value == null ? "" : values[place].text(value);
      return row;
    }

    @Override
    public String[] finish(String[] row) {
      return row;
    }
  }
}
