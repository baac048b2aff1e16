package io.churnops.ingestion.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.ImportMapping;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A CSV file, plain or gzip, read row by row in constant memory. */
final class CsvFile {

  private static final int BUFFER = 64 * 1024;

  private final Path path;
  private final ImportMapping mapping;
  private final long maxInflated;

  CsvFile(Path path, ImportMapping mapping, long maxInflated) {
    this.path = path;
    this.mapping = mapping;
    this.maxInflated = maxInflated;
  }

  /** Takes the header, then gives what takes each row. */
  @FunctionalInterface
  interface Rows {

    RowSink begin(List<String> header);
  }

  /** Takes a row and its line in the file. */
  @FunctionalInterface
  interface RowSink {

    void row(long line, List<String> fields);
  }

  /**
   * Reads the file to its end.
   *
   * @throws ImportFailedException if it is not CSV in the charset of the mapping
   */
  void read(Rows rows) throws IOException {
    long line = 0;
    try (Reader text = open();
        CsvReader<CsvRecord> csv = reader().ofCsvRecord(text)) {
      Iterator<CsvRecord> records = csv.iterator();
      if (!records.hasNext()) {
        throw new ImportFailedException("The file is empty.");
      }
      RowSink sink = rows.begin(records.next().getFields());
      while (records.hasNext()) {
        CsvRecord row = records.next();
        line = row.getStartingLineNumber();
        sink.row(line, row.getFields());
      }
    } catch (CsvParseException | UncheckedIOException | IOException broken) {
      throw failure(broken, line);
    }
  }

  private CsvReader.CsvReaderBuilder reader() {
    return CsvReader.builder()
        .fieldSeparator(mapping.delimiter())
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  private Reader open() throws IOException {
    InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    try {
      InputStream plain = isGzip(file) ? new GZIPInputStream(file, BUFFER) : file;
      return new InputStreamReader(
          new Bounded(plain, maxInflated),
          mapping
              .charset()
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static boolean isGzip(InputStream file) throws IOException {
    file.mark(2);
    int magic = file.read() | file.read() << 8;
    file.reset();
    return magic == GZIPInputStream.GZIP_MAGIC;
  }

  private RuntimeException failure(Exception broken, long line) throws IOException {
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case ImportFailedException told -> {
          return told;
        }
        case CharacterCodingException _ -> {
          return failed("is not " + mapping.charset() + " (csv.charset of the mapping)", line);
        }
        case ZipException _, EOFException _ -> {
          return failed("is not complete gzip", line);
        }
        case IOException unreadable -> throw unreadable;
        default -> {}
      }
    }
    return failed("is not CSV", line);
  }

  private static ImportFailedException failed(String what, long line) {
    return new ImportFailedException("The file " + what + ", after line " + line + ".");
  }

  /** Stops a file that unpacks to more than it may. */
  private static final class Bounded extends FilterInputStream {

    private final long limit;
    private long read;

    Bounded(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = super.read(bytes, from, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int bytes) {
      read += bytes;
      if (read > limit) {
        throw new ImportFailedException(
            "The file unpacks to more than " + limit + " bytes; split it.");
      }
    }
  }
}
