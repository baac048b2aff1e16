package io.churnops.ingestion.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.ingestion.sources.Cursor.Format;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTests {

  private final Cursor time = new Cursor("at", CursorType.TIME, null, Format.ISO, 0, 60_000_000);
  private final Cursor number = new Cursor("n", CursorType.INTEGER, null, Format.ISO, 7, 10);

  @Test
  void keepsMicrosecondsAndRoundsDownWhatIsFiner() {
    long position = time.parse("2026-01-31T10:00:00.123456789+01:00");
    assertThat(time.text(position)).isEqualTo("2026-01-31T09:00:00.123456Z");
    assertThat(time.parse("2026-01-31 09:00:00.123456Z")).isEqualTo(position);
    Cursor seconds = new Cursor("at", CursorType.TIME, null, Format.EPOCH_SECONDS, 0, 0);
    assertThat(seconds.parameter(-1)).isEqualTo("-1");
    assertThat(seconds.parameter(1_999_999)).isEqualTo("1");
    assertThat(seconds.parse("2")).isEqualTo(2_000_000);
  }

  @Test
  void beginsBehindTheCursorByTheOverlap() {
    assertThat(number.from(null)).isEqualTo(7);
    assertThat(number.from(100L)).isEqualTo(90);
    assertThat(number.from(8L)).as("never before the beginning").isEqualTo(7);
    assertThat(number.from(Long.MIN_VALUE)).isEqualTo(7);
  }

  @Test
  void doesNotGoIntoTheFuture() {
    Instant now = Instant.parse("2026-07-01T12:00:00Z");
    Cursor local =
        new Cursor("at", CursorType.LOCAL_TIME, ZoneId.of("Europe/Berlin"), Format.ISO, 0, 0);
    assertThat(local.text(local.limit(now))).isEqualTo("2026-07-01T14:00");
    assertThat(time.text(time.limit(now))).isEqualTo("2026-07-01T12:00:00Z");
    assertThat(number.limit(now)).isEqualTo(Long.MAX_VALUE);
    assertThat(local.ageSeconds(local.parse("2026-07-01 13:59:00"), now)).isEqualTo(60);
    assertThat(number.ageSeconds(3, now)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "NaN", "null", "infinity", "2026-01-31", "+999999999-01-01T00:00:00Z"})
  void takesNothingForATimeThatIsNone(String text) {
    assertThatThrownBy(() -> time.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.5", "1e3", "99999999999999999999"})
  void takesNothingForANumberThatIsNone(String text) {
    assertThatThrownBy(() -> number.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
