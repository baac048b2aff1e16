package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blue.strategic.parquet.ParquetWriter;
import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.ImportMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileTests {

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            optional int64 at (TIMESTAMP(MICROS,true));
            optional binary who (STRING);
            optional int64 local (TIMESTAMP(MILLIS,false));
            optional int32 day (DATE);
            optional int64 price (DECIMAL(10,2));
            optional double weight;
            optional boolean known;
            optional int32 pieces;
            optional binary unused (STRING);
          }
          """);
  private static final ImportMapping MAPPING =
      RowFiles.mapping("parquet", "who", "local", "day", "price", "weight", "known", "pieces");

  @TempDir Path folder;

  @Test
  void readsTypedColumnsAsTexts() throws IOException {
    Path file =
        write(
            List.<Map<String, Object>>of(
                Map.of(
                    "at",
                    1_767_225_600_123_456L,
                    "who",
                    "ä",
                    "local",
                    1_767_225_600_000L,
                    "day",
                    20_454,
                    "price",
                    -1_999L,
                    "weight",
                    1e-7,
                    "known",
                    true,
                    "pieces",
                    3,
                    "unused",
                    "x"),
                Map.of("who", "nobody"),
                Map.of("who", "odd", "weight", Double.NaN)));
    assertThat(RowFiles.read(new ParquetFile(file, MAPPING, Long.MAX_VALUE)))
        .containsExactly(
            "[at, who, local, day, price, weight, known, pieces]",
            "1[2026-01-01T00:00:00.123456Z, ä, 2026-01-01T00:00:00, 2026-01-01, -19.99, 0.00000010,"
                + " true, 3]",
            "2[, nobody, , , , , , ]",
            "3[, odd, , , , NaN, , ]");
  }

  @Test
  void failsWhereTheFileIsNoParquetOrIsCut() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "who,at\nA,1\n");
    assertFails(text, Long.MAX_VALUE, "not readable as Parquet");
    byte[] bytes = Files.readAllBytes(write(Map.of("who", "A")));
    assertFails(
        Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 9)),
        Long.MAX_VALUE,
        "not readable as Parquet");
  }

  @Test
  void failsRatherThanReadingADamagedPage() throws IOException {
    byte[] bytes = Files.readAllBytes(write(Map.of("who", "A", "at", 1L, "pieces", 1)));
    Arrays.fill(bytes, 4, 40, (byte) 0x7f);
    assertFails(Files.write(folder.resolve("bad"), bytes), Long.MAX_VALUE, "not readable");
  }

  @Test
  void limitsWhatAFileUnpacksTo() throws IOException {
    assertFails(write(Map.of("who", "A")), 10, "unpacks to more than 10 bytes");
  }

  private static void assertFails(Path file, long maxInflated, String message) {
    assertThatThrownBy(() -> RowFiles.read(new ParquetFile(file, MAPPING, maxInflated)))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining(message);
  }

  private Path write(Map<String, Object> row) throws IOException {
    return write(List.of(row));
  }

  private Path write(List<Map<String, Object>> rows) throws IOException {
    Path file = folder.resolve("rows.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<Map<String, Object>> out =
        ParquetWriter.writeFile(
            SCHEMA, file.toFile(), (row, values) -> row.forEach(values::write))) {
      for (Map<String, Object> row : rows) {
        out.write(row);
      }
    }
    return file;
  }
}
