package io.churnops.training.datasets;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a dataset's rows.
 *
 * @param number of the line in the file, from 1
 * @param fields null where there is no value; a text that is empty is quoted in the file
 */
record CsvLine(long number, List<@Nullable String> fields) {

  /** Makes the lines of one file. */
  static final class Handler extends AbstractBaseCsvCallbackHandler<CsvLine> {

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
    protected CsvLine buildRecord() {
      return new CsvLine(getStartingLineNumber(), fields);
    }
  }
}
