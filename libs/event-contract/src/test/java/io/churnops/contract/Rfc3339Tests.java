package io.churnops.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Tests {

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");
  private static final String ALPHABET = "0123456789-+:.TtZz x٣";

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1969-12-31T23:59:59.9999999Z, -1",
    "2026-03-01t10:15:30.1z, 1772360130100000",
    "2026-03-01T10:15:30.123456789+05:30, 1772340330123456",
    "2024-02-29T00:00:00-18:00, 1709229600000000",
    "0000-01-01T00:00:00Z, -62167219200000000",
    "9999-12-31T23:59:59.999999Z, 253402300799999999"
  })
  void readsMicroseconds(String text, long micros) {
    assertThat(Rfc3339.micros(text)).hasValue(micros);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-03-01",
        "2026-03-01T10:15Z",
        "2026-03-01T10:15:30",
        "2026-03-01 10:15:30Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-10T00:00:00Z",
        "2026-03-00T00:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T23:60:00Z",
        "2026-12-31T23:59:60Z",
        "2026-03-01T10:15:30.Z",
        "2026-03-01T10:15:30.1234567890Z",
        "2026-03-01T10:15:30.5",
        "2026-03-01T10:15:30+0530",
        "2026-03-01T10:15:30+18:01",
        "2026-03-01T10:15:30Z ",
        "+2026-03-01T10:15:30Z",
        "٢٠٢٦-03-01T10:15:30Z"
      })
  void refusesWhatIsNoTime(String text) {
    assertThat(Rfc3339.micros(text)).isEmpty();
  }

  @Test
  void agreesWithTheJdkOnRandomTexts() {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("Rfc3339Tests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200_000; i++) {
      String text = mutated(time(random), random);
      assertThat(Rfc3339.micros(text)).as("%s, seed %d", text, seed).isEqualTo(expected(text));
    }
  }

  @Test
  void writesAsTheJdkDoes() {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("Rfc3339Tests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 100_000; i++) {
      long second = random.nextLong(-62_167_219_300L, 253_402_300_900L);
      int unit = new int[] {1, 1_000, 1_000_000, 1_000_000_000}[random.nextInt(4)];
      Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * unit);
      assertThat(text(time)).as("seed %d", seed).isEqualTo(time.toString());
    }
    for (long second : new long[] {-62_167_219_201L, -62_167_219_200L, 253_402_300_799L}) {
      Instant edge = Instant.ofEpochSecond(second, 999_999_999);
      assertThat(text(edge)).isEqualTo(edge.toString());
      assertThat(text(edge.plusNanos(1))).isEqualTo(edge.plusNanos(1).toString());
    }
  }

  private static String text(Instant time) {
    return new String(Rfc3339.ascii(time), StandardCharsets.US_ASCII);
  }

  private static String time(SplittableRandom random) {
    String time =
        "%04d-%02d-%02dT%02d:%02d:%02d"
            .formatted(
                random.nextInt(10_000),
                1 + random.nextInt(12),
                1 + random.nextInt(31),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60));
    int decimals = random.nextInt(11);
    String fraction = decimals == 0 ? "" : "." + "9876543210".substring(0, decimals);
    String offset =
        random.nextBoolean()
            ? "Z"
            : "%s%02d:%02d"
                .formatted(
                    random.nextBoolean() ? "+" : "-", random.nextInt(20), random.nextInt(60));
    return time + fraction + offset;
  }

  private static String mutated(String text, SplittableRandom random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int edits = random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(mutated.length());
      char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(3)) {
        case 0 -> mutated.setCharAt(at, c);
        case 1 -> mutated.insert(at, c);
        default -> mutated.deleteCharAt(at);
      }
    }
    return mutated.toString();
  }

  private static OptionalLong expected(String text) {
    if (!GRAMMAR.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return OptionalLong.of(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
    } catch (DateTimeException notATime) {
      return OptionalLong.empty();
    }
  }
}
