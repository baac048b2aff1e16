package io.churnops.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.ingestion.event.RawEvent;
import io.churnops.ingestion.event.UnreadableBodyException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class EventLinesTests {

  @Test
  void passesOverBlankLines() throws IOException {
    assertThat(lines("{}\n\n \t\r\n{\"a\":1}\r\n{}")).containsExactly("{}", "{\"a\":1}\r", "{}");
    assertThat(lines("")).isEmpty();
    assertThat(lines("\n\n")).isEmpty();
    assertThat(lines("{}\n")).containsExactly("{}");
  }

  @Test
  void cutsALineThatIsTooLongAndGoesOnWithTheNext() throws IOException {
    String longest = "x".repeat(RawEvent.MAX_BYTES);
    List<String> lines = lines(longest + "\n" + longest + "y\n" + "z".repeat(1_000_000) + "\n{}\n");
    assertThat(lines.stream().map(String::length))
        .containsExactly(RawEvent.MAX_BYTES, RawEvent.MAX_BYTES + 1, RawEvent.MAX_BYTES + 1, 2);
  }

  @Test
  void readsLinesAcrossPiecesOfAnySize() throws IOException {
    String text = "{\"a\":1}\n{\"b\":22}\n\n{\"c\":333}";
    InputStream dripping =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public int read(byte[] bytes, int from, int length) {
            return super.read(bytes, from, Math.min(1, length));
          }
        };
    assertThat(lines(dripping)).containsExactly("{\"a\":1}", "{\"b\":22}", "{\"c\":333}");
  }

  @Test
  void limitsTheLinesOfAStream() throws IOException {
    assertThat(lines("{}\n".repeat(EventLines.MAX_LINES))).hasSize(EventLines.MAX_LINES);
    assertThatThrownBy(() -> lines("{}\n".repeat(EventLines.MAX_LINES + 1)))
        .isInstanceOf(StreamTooLongException.class);
  }

  @Test
  void limitsTheBytesOfAStream() throws IOException {
    assertThat(lines(blank(EventLines.MAX_BYTES))).isEmpty();
    assertThatThrownBy(() -> lines(blank(EventLines.MAX_BYTES + 1)))
        .isInstanceOf(StreamTooLongException.class);
  }

  @Test
  void tellsATruncatedGzip() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("{}\n".repeat(1_000).getBytes(StandardCharsets.UTF_8));
    }
    byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    assertThatThrownBy(() -> lines(new GZIPInputStream(new ByteArrayInputStream(half))))
        .isInstanceOf(UnreadableBodyException.class);
  }

  /** That many line feeds, made as they are read. */
  private static InputStream blank(long bytes) {
    return new InputStream() {

      private long left = bytes;

      @Override
      public int read() {
        return left-- > 0 ? '\n' : -1;
      }

      @Override
      public int read(byte[] target, int from, int length) {
        int count = (int) Math.min(length, left);
        left -= count;
        Arrays.fill(target, from, from + count, (byte) '\n');
        return count == 0 ? -1 : count;
      }
    };
  }

  private static List<String> lines(String text) throws IOException {
    return lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> lines(InputStream in) throws IOException {
    EventLines lines = new EventLines(in);
    List<String> all = new ArrayList<>();
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      all.add(new String(line.get(), StandardCharsets.UTF_8));
    }
    return all;
  }
}
