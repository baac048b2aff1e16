package io.churnops.spark;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.LabelledRow;
import io.churnops.forest.TrainingTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a training set as gzipped CSV, of which a forest learns those whose label is known
 * and whose cutoff is not too late: encoded as training-service encodes them.
 *
 * @param labels how many columns of labels there are; the first is the one that is learnt
 */
record RowsFile(Path file, int labels, List<InputColumn> columns, Instant until) {

  private static final int CUTOFF = 1;
  private static final int LABEL = 2;

  /** The rows as a forest learns them. */
  TrainingTable table() throws IOException {
    List<LabelledRow> rows = new ArrayList<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
        CsvReader<List<@Nullable String>> lines =
            CsvReader.builder()
                .skipEmptyLines(false)
                .build(new Fields(), new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Iterator<List<@Nullable String>> each = lines.iterator();
      checkHeader(each.hasNext() ? each.next() : List.of());
      while (each.hasNext()) {
        add(each.next(), rows);
      }
    } catch (CsvParseException e) {
      throw new UnusableInputException(file + " is no CSV: " + e.getMessage());
    }
    if (rows.isEmpty()) {
      throw new UnusableInputException(file + " has no labelled row of a cutoff until " + until);
    }
    return TrainingTable.of(ForestInputs.fit(columns, rows), rows);
  }

  private void add(List<@Nullable String> line, List<LabelledRow> rows) {
    try {
      if (line.size() != LABEL + labels + columns.size()) {
        throw new UnusableInputException(
            "A row of %s has %d fields: %s".formatted(file, line.size(), line));
      }
      if (isLearnt(line)) {
        rows.add(new LabelledRow(FeatureRow.of(values(line)), "1".equals(line.get(LABEL))));
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new UnusableInputException(
          "A row of %s cannot be read, %s: %s".formatted(file, e.getMessage(), line));
    }
  }

  private void checkHeader(List<@Nullable String> header) {
    List<String> names = columns.stream().map(InputColumn::name).toList();
    if (header.size() != LABEL + labels + names.size()
        || !header.subList(LABEL + labels, header.size()).equals(names)) {
      throw new UnusableInputException(
          file + " has other columns than its manifest says: " + header);
    }
  }

  private boolean isLearnt(List<@Nullable String> line) {
    String cutoff = line.get(CUTOFF);
    return line.get(LABEL) != null && cutoff != null && !Instant.parse(cutoff).isAfter(until);
  }

  private List<@Nullable Object> values(List<@Nullable String> line) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String text = line.get(LABEL + labels + i);
      values.add(
          text != null && columns.get(i).type() == InputType.NUMBER
              ? (Object) Double.valueOf(text)
              : text);
    }
    return values;
  }

  /** The fields of a line; null where there is no value. */
  private static final class Fields extends AbstractBaseCsvCallbackHandler<List<@Nullable String>> {

    private List<@Nullable String> fields = new ArrayList<>();

    @Override
    protected void handleBegin(long startingLineNumber) {
      fields = new ArrayList<>(fields.size());
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
      fields.add(length == 0 && !quoted ? null : new String(text, offset, length));
    }

    @Override
    protected List<@Nullable String> buildRecord() {
      return fields;
    }
  }
}
