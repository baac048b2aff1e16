package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.ImportMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonFileTests {

  private static final ImportMapping MAPPING = RowFiles.mapping("ndjson", "who", "a.b", "n");

  @TempDir Path folder;

  @Test
  void takesTheMembersThatTheMappingNames() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("f"),
            """
            {"n": 1.50, "who": "ä", "at": "2026-01-01", "other": [1], "a": {"b": true}}

            {"who": null, "a.b": {"c": 1}, "n": 1e3}
            {"n": 1e999999999}
            """);
    assertThat(read(file))
        .containsExactly(
            "[at, who, a.b, n]",
            "1[2026-01-01, ä, true, 1.50]",
            "3[, , {\"c\":1}, 1000]",
            "4[, , , 1E+999999999]");
  }

  @Test
  void tellsLinesThatAreNoRows() throws IOException {
    String tooLong = "{\"who\": \"" + "x".repeat(NdjsonFile.MAX_LINE) + "\"}";
    Path file =
        Files.writeString(
            folder.resolve("f"),
            "[1]\n{\"who\": 1,}\n{} {}\n{\"n\":1,\"n\":2}\n"
                + "{\"n\": 1e99999999999}\n"
                + "[".repeat(10_000)
                + "\n"
                + tooLong
                + "\n{\"n\": 7}");
    assertThat(read(file))
        .satisfiesExactly(
            header -> assertThat(header).startsWith("[at"),
            row -> assertThat(row).isEqualTo("1 not_an_object [1]"),
            row -> assertThat(row).isEqualTo("2 malformed_json {\"who\": 1,}"),
            row -> assertThat(row).startsWith("3 malformed_json"),
            row -> assertThat(row).startsWith("4 malformed_json"),
            row -> assertThat(row).isEqualTo("5 number_out_of_range {\"n\": 1e99999999999}"),
            row -> assertThat(row).startsWith("6 too_deep [[["),
            row -> assertThat(row).startsWith("7 line_too_long").hasSize(16 + NdjsonFile.MAX_LINE),
            row -> assertThat(row).isEqualTo("8[, , , 7]"));
  }

  @Test
  void readsGzipAndLimitsWhatItUnpacksTo() throws IOException {
    String text = "{\"n\": 1}\n".repeat(1_000);
    Path file = RowFiles.gzip(folder.resolve("f"), text);
    NdjsonFile whole = new NdjsonFile(file, MAPPING, text.length());
    assertThat(RowFiles.read(whole)).hasSize(1_001);
    assertThat(whole.done()).isEqualTo(1);
    assertThatThrownBy(() -> RowFiles.read(new NdjsonFile(file, MAPPING, text.length() - 1L)))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("unpacks to more than");
  }

  private static List<String> read(Path file) throws IOException {
    return RowFiles.read(new NdjsonFile(file, MAPPING, Long.MAX_VALUE));
  }
}
