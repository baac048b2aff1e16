package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.ImportMapping;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTests {

  private static final String MAPPING =
      """
      import: test
      source: /imports/test
      csv: {delimiter: ";", charset: %s}
      columns:
        who: {as: text}
        at: {as: time, format: "yyyy-MM-dd", zone: UTC}
      rows:
        - {count: all, emit: [session]}
      events:
        session: {type: session.started, customer: who, time: at, id: [who, at], data: {}}
      """;

  @TempDir Path folder;

  @Test
  void readsRowsWithTheirLines() throws IOException {
    assertThat(read(plain("who;at\r\nA;\"x\ny\"\n\n\"a \"\"b\"\"\";1\n", StandardCharsets.UTF_8)))
        .containsExactly("1[who, at]", "2[A, x\ny]", "5[a \"b\", 1]");
  }

  @Test
  void readsGzipAndOtherCharsets() throws IOException {
    assertThat(read(gzip("who;at\nä;1\n", StandardCharsets.UTF_8), "UTF-8"))
        .containsExactly("1[who, at]", "2[ä, 1]");
    Charset windows = Charset.forName("windows-1252");
    assertThat(read(plain("who;at\nä;1\n", windows), "windows-1252"))
        .containsExactly("1[who, at]", "2[ä, 1]");
  }

  @Test
  void failsWhereTheCharsetIsAnother() {
    assertThatThrownBy(() -> read(plain("who;at\nä;1\n", StandardCharsets.ISO_8859_1)))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void namesTheLineThatIsInAnotherCharset() throws IOException {
    for (int rows : List.of(0, 1, 2_999, 20_000)) {
      String text = "who;at\r\n" + "äöü;\"a\nb\"\r".repeat(rows);
      byte[] good = text.getBytes(StandardCharsets.UTF_8);
      byte[] bytes = Arrays.copyOf(good, good.length + 3);
      bytes[good.length] = 'A';
      bytes[good.length + 1] = (byte) 0xe4; // in ISO 8859-1 an ä
      bytes[good.length + 2] = '\n';
      for (Path file : List.of(plain(bytes), gzip(bytes))) {
        assertThatThrownBy(() -> read(file))
            .isInstanceOf(ImportFailedException.class)
            .hasMessage(
                "The file is not UTF-8 (csv.charset of the mapping), in line %d.", 2 + 2 * rows);
      }
    }
  }

  @Test
  void namesTheLastLineWhereACharacterIsCut() throws IOException {
    byte[] whole = "who;at\nA;1\nB;ä".getBytes(StandardCharsets.UTF_8);
    Path file = plain(Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> read(file)).hasMessageContaining("in line 3.");
  }

  @Test
  void failsWhereAQuoteOfTheFirstLineIsNeverClosed() {
    assertThatThrownBy(() -> read(plain("who;\"at\n", StandardCharsets.UTF_8)))
        .hasMessageContaining("The file is not CSV: Unclosed quoted field");
  }

  @Test
  void failsWhereAQuoteIsNeverClosed() {
    assertThatThrownBy(() -> read(plain("who;at\nA;1\n\"B;1\n", StandardCharsets.UTF_8)))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("not CSV, after line 2: Unclosed quoted field");
  }

  @Test
  void failsWhereTheFileIsEmpty() {
    assertThatThrownBy(() -> read(plain("", StandardCharsets.UTF_8)))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void failsWhereGzipIsCut() throws IOException {
    Path whole = gzip("who;at\n" + "A;1\n".repeat(1_000), StandardCharsets.UTF_8);
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("half"), Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> read(half))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("gzip");
  }

  @Test
  void limitsWhatAFileUnpacksTo() throws IOException {
    String text = "who;at\n" + "A;1\n".repeat(100);
    Path file = gzip(text, StandardCharsets.UTF_8);
    assertThat(read(file, text.length())).hasSize(101);
    assertThatThrownBy(() -> read(file, text.length() - 1))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("unpacks to more than");
  }

  private Path plain(String text, Charset charset) throws IOException {
    return plain(text.getBytes(charset));
  }

  private Path plain(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("plain"), bytes);
  }

  private Path gzip(String text, Charset charset) throws IOException {
    return gzip(text.getBytes(charset));
  }

  private Path gzip(byte[] bytes) throws IOException {
    Path file = folder.resolve("packed");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
    return file;
  }

  private static List<String> read(Path file) throws IOException {
    return read(file, "UTF-8");
  }

  private static List<String> read(Path file, String charset) throws IOException {
    return read(file, ImportMapping.parse(MAPPING.formatted(charset)), Long.MAX_VALUE);
  }

  private static List<String> read(Path file, long maxInflated) throws IOException {
    return read(file, ImportMapping.parse(MAPPING.formatted("UTF-8")), maxInflated);
  }

  private static List<String> read(Path file, ImportMapping mapping, long maxInflated)
      throws IOException {
    List<String> rows = new ArrayList<>();
    new CsvFile(file, mapping, maxInflated)
        .read(header -> {
          rows.add("1" + header);
          return row -> rows.add(row.line() + row.fields().toString());
        });
    return rows;
  }
}
