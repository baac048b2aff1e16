package io.churnops.ingestion.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.ImportMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.util.Iterator;

/** A CSV file, plain or gzip. */
final class CsvFile implements RowFile {

  private final UnpackedFile file;
  private final ImportMapping mapping;

  CsvFile(Path path, ImportMapping mapping, long maxInflated) {
    this.file = new UnpackedFile(path, maxInflated);
    this.mapping = mapping;
  }

  @Override
  public void read(Rows rows) throws IOException {
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
        sink.row(FileRow.of(line, row.getFields()));
      }
    } catch (CsvParseException | UncheckedIOException | IOException broken) {
      throw failure(broken, line);
    }
  }

  @Override
  public double done() {
    return file.done();
  }

  private CsvReader.CsvReaderBuilder reader() {
    return CsvReader.builder()
        .fieldSeparator(mapping.delimiter())
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  private Reader open() throws IOException {
    return new InputStreamReader(file.open(), decoder());
  }

  private CharsetDecoder decoder() {
    return mapping
        .charset()
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private RuntimeException failure(Exception broken, long line) throws IOException {
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case ImportFailedException told -> {
          return told;
        }
        case CharacterCodingException _ -> {
          return notOfItsCharset();
        }
        case IOException unreadable -> {
          return UnpackedFile.failure(unreadable, line);
        }
        default -> {}
      }
    }
    return new ImportFailedException(
        "The file is not CSV" + UnpackedFile.after(line) + ": " + broken.getMessage() + ".");
  }

  private ImportFailedException notOfItsCharset() throws IOException {
    try (InputStream again = file.open()) {
      return new ImportFailedException(
          "The file is not %s (csv.charset of the mapping), in line %d."
              .formatted(mapping.charset(), CharsetFlaw.line(again, decoder())));
    }
  }
}
