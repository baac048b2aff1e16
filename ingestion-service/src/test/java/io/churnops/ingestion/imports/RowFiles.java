package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportMapping;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files of rows for tests, and what is read from them. */
final class RowFiles {

  private RowFiles() {}

  /** A mapping of these columns, all text, to sessions of customers named in the first. */
  static ImportMapping mapping(String format, String... columns) {
    StringBuilder yaml =
        new StringBuilder("import: test\nsource: /imports/test\nformat: " + format + "\n")
            .append("columns:\n  at: {as: time, format: iso}\n");
    for (String column : columns) {
      yaml.append("  ").append(column).append(": {as: text}\n");
    }
    yaml.append("rows: [{count: all, emit: [session]}]\nevents:\n")
        .append("  session: {type: session.started, customer: ")
        .append(columns[0])
        .append(", time: at, id: [at], data: {}}\n");
    return ImportMapping.parse(yaml.toString());
  }

  static Path gzip(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  /** The header and the rows; of a row that cannot be read its flaw and its text. */
  static List<String> read(RowFile file) throws IOException {
    List<String> rows = new ArrayList<>();
    file.read(header -> {
      rows.add(header.toString());
      return row ->
          rows.add(
              row.line()
                  + (row.flaw() == null
                      ? row.fields().toString()
                      : " " + row.flaw() + " " + row.original()));
    });
    return rows;
  }
}
