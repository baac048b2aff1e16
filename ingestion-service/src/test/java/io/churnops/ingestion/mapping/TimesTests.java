package io.churnops.ingestion.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTests {

  @ParameterizedTest
  @CsvSource({
    "iso, , 2026-03-01T10:15:30Z, 2026-03-01T10:15:30Z",
    "iso, , 2026-03-01 10:15:30.123456+02:00, 2026-03-01T08:15:30.123456Z",
    "iso, , 2026-03-01T10:15+0200, 2026-03-01T08:15:00Z",
    "iso, Europe/Berlin, 2026-07-01T10:15:30, 2026-07-01T08:15:30Z",
    "iso, Europe/Berlin, 2026-07-01, 2026-06-30T22:00:00Z",
    "yyyy-MM-dd HH:mm XXX, Europe/Berlin, 2026-07-01 10:15 +05:00, 2026-07-01T05:15:00Z",
    "yyyy-MM-dd, Europe/Berlin, 2026-07-01, 2026-06-30T22:00:00Z",
    "epoch_seconds, , 1767225600, 2026-01-01T00:00:00Z",
    "epoch_millis, , 1767225600001, 2026-01-01T00:00:00.001Z",
    "epoch_micros, , 1767225600000001, 2026-01-01T00:00:00.000001Z",
    "epoch_nanos, , 1767225600000001000, 2026-01-01T00:00:00.000001Z",
    "epoch_days, , 20454, 2026-01-01T00:00:00Z",
    "epoch_micros, Europe/Berlin, 1767225600000000, 2025-12-31T23:00:00Z",
  })
  void reads(String format, String zone, String text, String instant) {
    assertThat(Times.of("at", format, zone).parse(text)).isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @CsvSource({
    "iso, 2026-03-01T10:15:30",
    "iso, 2026-02-30T10:15:30Z",
    "iso, 1767225600",
    "epoch_seconds, 1.5",
    "epoch_seconds, 9999999999999999999",
    "epoch_days, 999999999999999999",
    "epoch_millis, 2026-01-01",
  })
  void refusesWhatIsNoTime(String format, String text) {
    assertThatThrownBy(() -> Times.of("at", format, null).parse(text))
        .isInstanceOf(DateTimeException.class);
  }

  @Test
  void readsEachTextForItself() {
    Times times = Times.of("at", "yyyy-MM-dd HH:mm", "UTC");
    assertThat(times.parse("2026-03-01 10:15")).isEqualTo("2026-03-01T10:15:00Z");
    assertThat(times.parse("2026-03-01 10:15")).isEqualTo("2026-03-01T10:15:00Z");
    assertThat(times.parse("2026-03-01 10:16")).isEqualTo("2026-03-01T10:16:00Z");
    assertThatThrownBy(() -> times.parse("2026-03-01")).isInstanceOf(DateTimeException.class);
    assertThat(times.parse("2026-03-01 10:15")).isEqualTo("2026-03-01T10:15:00Z");
    assertThatThrownBy(() -> Times.of("at", "HH:mm", "UTC").parse("10:15"))
        .isInstanceOf(DateTimeException.class);
  }

  @Test
  void refusesWallClockTimesThatTheClocksSkip() {
    assertThatThrownBy(() -> Times.of("at", "iso", "Europe/Berlin").parse("2026-03-29T02:30:00"))
        .isInstanceOf(Times.ClockChangeException.class);
  }
}
