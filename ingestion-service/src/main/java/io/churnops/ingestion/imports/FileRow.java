package io.churnops.ingestion.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file.
 *
 * @param line where it begins: the line of a text, the number of a record of Parquet
 * @param fields one text for each name of the header; empty where there is no value
 * @param flaw why it could not be read as a row, as a stable code; the fields are empty then
 * @param original the row as it came, where it was a text of its own
 */
record FileRow(long line, List<String> fields, @Nullable String flaw, @Nullable String original) {

  static FileRow of(long line, List<String> fields) {
    return new FileRow(line, fields, null, null);
  }

  static FileRow unreadable(long line, String flaw, String original) {
    return new FileRow(line, List.of(), flaw, original);
  }
}
