package io.churnops.feature.datasets;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a CSV file.
 *
 * @param number from 1
 * @param fields null where there is nothing between the delimiters, as opposed to a quoted nothing
 */
record CsvLine(long number, List<@Nullable String> fields) {

  /** Reads what people send: with whatever number of fields, but not to the end in one quote. */
  static CsvReader.CsvReaderBuilder lenient() {
    return CsvReader.builder()
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  /** A field without the blanks around it; empty if there is none. */
  String stripped(int field) {
    String text = fields.get(field);
    return text == null ? "" : text.strip();
  }

  /** Makes the lines of one file, none of which has more fields than any table has columns. */
  static final class Handler extends AbstractBaseCsvCallbackHandler<CsvLine> {

    private static final int MOST_FIELDS = 16_384;

    private List<@Nullable String> fields = new ArrayList<>();

    @Override
    protected void handleBegin(long startingLineNumber) {
      fields = new ArrayList<>(fields.size());
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
      if (fields.size() == MOST_FIELDS) {
        throw new CsvParseException(
            "Line %d has more than %d fields".formatted(getStartingLineNumber(), MOST_FIELDS));
      }
      fields.add(length == 0 && !quoted ? null : new String(text, offset, length));
    }

    @Override
    protected CsvLine buildRecord() {
      return new CsvLine(getStartingLineNumber(), fields);
    }
  }
}
