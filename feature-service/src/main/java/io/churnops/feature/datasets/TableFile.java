package io.churnops.feature.datasets;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.springframework.util.unit.DataSize;

/**
 * A table on disk: CSV, gzipped or not, whose delimiter is told from its first line. Fields are
 * stripped.
 */
final class TableFile {

  private static final int FIRST_LINE = 1 << 20;
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};

  private final Path file;
  private final DataSize most;

  TableFile(Path file, DataSize mostUnpacked) {
    this.file = file;
    this.most = mostUnpacked;
  }

  /** A line's number, from 1, and its fields. */
  record Line(long number, List<String> fields) {}

  /** Takes lines one by one, the header first. */
  @FunctionalInterface
  interface Taker {
    void take(Line line);
  }

  InputStream bytes() throws IOException {
    return Upload.unpacked(Files.newInputStream(file), most);
  }

  /** The character that parts the fields of the first line. */
  char delimiter() throws IOException {
    int[] counts = new int[DELIMITERS.length];
    try (Reader text = new BufferedReader(Upload.reader(bytes()))) {
      boolean quoted = false;
      int c = text.read();
      for (int i = 0; i < FIRST_LINE && c >= 0 && (quoted || c != '\n'); i++) {
        quoted ^= c == '"';
        for (int d = 0; d < counts.length; d++) {
          counts[d] += !quoted && c == DELIMITERS[d] ? 1 : 0;
        }
        c = text.read();
      }
    }
    int best = 0;
    for (int d = 1; d < counts.length; d++) {
      best = counts[d] > counts[best] ? d : best;
    }
    return DELIMITERS[best];
  }

  void forEach(char delimiter, Taker taker) throws IOException {
    try (CsvReader<CsvLine> lines =
        CsvLine.lenient()
            .fieldSeparator(delimiter)
            .build(new CsvLine.Handler(), Upload.reader(bytes()))) {
      Iterator<CsvLine> each = lines.iterator();
      boolean first = true;
      while (each.hasNext()) {
        CsvLine line = each.next();
        List<String> fields = new ArrayList<>(line.fields().size());
        for (int i = 0; i < line.fields().size(); i++) {
          String field = line.stripped(i);
          fields.add(first && i == 0 ? field.replace("\uFEFF", "").strip() : field);
        }
        first = false;
        refuseNul(line.number(), fields);
        taker.take(new Line(line.number(), fields));
      }
    } catch (CsvParseException e) {
      throw new InvalidTableException(
          List.of(
              new InvalidTableException.Flaw(
                  "no_csv", null, null, "The table is no CSV: " + e.getMessage())));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What a table says goes to Postgres, which keeps no such character. */
  private static void refuseNul(long line, List<String> fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).indexOf('\0') >= 0) {
        throw new InvalidTableException(
            List.of(
                new InvalidTableException.Flaw(
                    "bad_text",
                    line,
                    null,
                    "Field %d of line %d holds the character U+0000.".formatted(i + 1, line))));
      }
    }
  }
}
