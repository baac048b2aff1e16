package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.ImportMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file of rows, read row by row in constant memory. */
sealed interface RowFile permits CsvFile, NdjsonFile, ParquetFile {

  /** Takes the names of the columns, then gives what takes each row. */
  @FunctionalInterface
  interface Rows {

    RowSink begin(List<String> header);
  }

  /** Takes a row. */
  @FunctionalInterface
  interface RowSink {

    void row(FileRow row);
  }

  /**
   * Reads the file to its end.
   *
   * @throws ImportFailedException if it is not of the format of the mapping
   */
  void read(Rows rows) throws IOException;

  /** How much of the file has been read, from 0 to 1. */
  double done();

  /**
   * A file in the format of a mapping.
   *
   * @param maxInflated bytes it may have once unpacked
   */
  static RowFile of(Path path, ImportMapping mapping, long maxInflated) {
    return switch (mapping.format()) {
      case CSV -> new CsvFile(path, mapping, maxInflated);
      case NDJSON -> new NdjsonFile(path, mapping, maxInflated);
      case PARQUET -> new ParquetFile(path, mapping, maxInflated);
    };
  }
}
