package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportMapping;
import io.churnops.ingestion.mapping.JsonRows;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file with a JSON object per line, plain or gzip. The columns of the mapping are its members;
 * {@code a.b} is member {@code b} of the object {@code a}. Blank lines do not count.
 */
final class NdjsonFile implements RowFile {

  /** Bytes a line may have. */
  static final int MAX_LINE = 256 * 1024;

  private static final int BUFFER = 64 * 1024;
  private static final int MAX_DEPTH = 64;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final UnpackedFile file;
  private final ImportMapping mapping;

  NdjsonFile(Path path, ImportMapping mapping, long maxInflated) {
    this.file = new UnpackedFile(path, maxInflated);
    this.mapping = mapping;
  }

  @Override
  public void read(Rows rows) throws IOException {
    JsonRows columns = new JsonRows(mapping.columnNames());
    long line = 0;
    try (InputStream in = new BufferedInputStream(file.open(), BUFFER)) {
      RowSink sink = rows.begin(mapping.columnNames());
      Line next = new Line();
      while (next.readFrom(in)) {
        line++;
        if (next.isLong()) {
          sink.row(FileRow.unreadable(line, "line_too_long", next.text()));
        } else if (!next.isBlank()) {
          sink.row(row(line, next.text(), columns));
        }
      }
    } catch (IOException broken) {
      throw UnpackedFile.failure(broken, line);
    }
  }

  @Override
  public double done() {
    return file.done();
  }

  private static FileRow row(long line, String text, JsonRows columns) {
    try {
      JsonNode read = JSON.readTree(text);
      return read instanceof ObjectNode object
          ? new FileRow(line, columns.fields(object), null, text)
          : FileRow.unreadable(line, "not_an_object", text);
    } catch (StreamConstraintsException tooDeep) {
      return FileRow.unreadable(line, "too_deep", text);
    } catch (JacksonException malformed) {
      return FileRow.unreadable(line, "malformed_json", text);
    } catch (NumberFormatException exponentBeyondAllBounds) {
      return FileRow.unreadable(line, "number_out_of_range", text);
    }
  }

  /** One line, of which no more is kept than a line may have. */
  private static final class Line {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean tooLong;

    /** Reads up to the end of the line; false at the end of the file. */
    boolean readFrom(InputStream in) throws IOException {
      bytes.reset();
      tooLong = false;
      int next = in.read();
      if (next < 0) {
        return false;
      }
      for (; next >= 0 && next != '\n'; next = in.read()) {
        if (bytes.size() < MAX_LINE) {
          bytes.write(next);
        } else {
          tooLong = true;
        }
      }
      return true;
    }

    boolean isLong() {
      return tooLong;
    }

    boolean isBlank() {
      return text().isBlank();
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
