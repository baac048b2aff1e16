package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.churnops.features.engine.Outcome;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SpineReaderTests {

  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private static Spine read(String csv) throws IOException {
    return new SpineReader(NOW).read(new StringReader(csv));
  }

  @Test
  void sortsLinesAsTheLogSortsCustomers() throws IOException {
    // U+1F6D2 comes after U+FF5E by its bytes, and before it by its surrogates.
    Spine spine =
        read(
            """
            label,customer_id,time
            1,\uD83D\uDED2,2026-01-01
            0,\uFF5E,2026-01-02T01:00:00+01:00
            ,a,2026-03-01T00:00:00Z
            true,a,2026-01-01T00:00:00Z
            """);
    assertThat(new String(spine.toCsv(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            customer_id,time,label
            a,2026-01-01T00:00:00Z,1
            a,2026-03-01T00:00:00Z,
            \uFF5E,2026-01-02T00:00:00Z,0
            \uD83D\uDED2,2026-01-01T00:00:00Z,1
            """);
    assertThat(spine.summary().customers()).isEqualTo(3);
    assertThat(spine.summary().moments()).isEqualTo(3);
    assertThat(spine.summary().labelled()).isEqualTo(3);
    assertThat(spine.summary().positives()).isEqualTo(2);
    assertThat(spine.lines().get(1).outcome()).isEqualTo(Outcome.IMMATURE);
  }

  @Test
  void hasTheSameIdForTheSameLines() throws IOException {
    String one = read("customer_id,time\nb,2026-01-01\na,2026-01-01\n").summary().spineId();
    assertThat(read("\uFEFFtime,customer\r\n2026-01-01,a\r\n2026-01-01,b\r\n").summary().spineId())
        .isEqualTo(one);
    assertThat(read("customer_id,time\nb,2026-01-01\n").summary().spineId()).isNotEqualTo(one);
  }

  @Test
  void namesEveryBadLine() {
    InvalidSpineException refused =
        Objects.requireNonNull(
            catchThrowableOfType(
                InvalidSpineException.class,
                () ->
                    read(
                        """
                        customer_id,time,label
                        a,2026-01-01,1
                        ,2026-01-01,1
                        b,yesterday,1
                        c,2026-12-01,1
                        d,2026-01-01,maybe
                        e,2026-01-01
                        a,2026-01-01,0
                        f,0000-01-01T00:00:00Z,1
                        """)));
    Map<String, Object> members = Objects.requireNonNull(refused.getBody().getProperties());
    assertThat(members).containsEntry("badLines", 7L);
    assertThat(String.valueOf(members.get("lines")))
        .contains("line=3, problem=names no customer")
        .contains("line=4, problem=has no time")
        .contains("line=5, problem=lies in the future")
        .contains("line=6, problem=has a label")
        .contains("line=7, problem=has 2 fields, not 3")
        .contains("line=8, problem=has the customer and time of line 2")
        .contains("line=9, problem=lies before the year 1");
  }

  @Test
  void refusesWhatIsNoSpine() {
    for (String csv :
        new String[] {"", "a,b,c\n", "customer_id,time,label\n", "customer_id\nx\n"}) {
      assertThat(catchThrowableOfType(InvalidSpineException.class, () -> read(csv)))
          .as(csv)
          .isNotNull();
    }
  }

  @Test
  void knowsWhichZerosCameTooEarly() throws IOException {
    Spine spine =
        read(
            """
            customer_id,time,label
            a,2026-10-22,0
            b,2026-10-23,0
            c,2026-10-23,1
            d,2026-10-23,
            """);
    assertThat(spine.tooYoung(Duration.ofDays(30), NOW)).isEqualTo(1);
    assertThat(spine.tooYoung(Duration.ofDays(29), NOW)).isZero();
  }

  @Test
  void readsNoFurtherThanASpineMayBeLong() {
    int lines = SpineReader.MOST_LINES + 200_000;
    var endless = new Lines("customer_id,time\n", lines);
    InvalidSpineException refused =
        Objects.requireNonNull(
            catchThrowableOfType(
                InvalidSpineException.class, () -> new SpineReader(NOW).read(endless)));
    assertThat(refused.getBody().getDetail()).contains("one too many");
    assertThat(endless.read).as("lines read").isLessThan(SpineReader.MOST_LINES + 50_000);
  }

  @Test
  void doesNotKeepALineOfFieldsWithoutEnd() {
    InvalidSpineException refused =
        Objects.requireNonNull(
            catchThrowableOfType(
                InvalidSpineException.class, () -> read("customer_id" + ",".repeat(100_000))));
    assertThat(refused.getBody().getDetail()).contains("is no CSV").hasSizeLessThan(1_000);
  }

  /** A spine that is made while it is read. */
  private static final class Lines extends Reader {

    private final int most;
    private String text;
    private int position;
    private int read;

    Lines(String header, int most) {
      this.text = header;
      this.most = most;
    }

    @Override
    public int read(char[] into, int offset, int length) {
      if (position == text.length()) {
        if (read == most) {
          return -1;
        }
        text = "c" + read++ + ",2026-01-01\n";
        position = 0;
      }
      int count = Math.min(length, text.length() - position);
      text.getChars(position, position + count, into, offset);
      position += count;
      return count;
    }

    @Override
    public void close() {}
  }
}
