package io.churnops.ingestion.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How times are written and in which zone. A time that the clocks skip does not exist and is
 * refused; of a time that they pass twice the earlier one is taken.
 */
final class Times {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,19}");
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Reading reading;
  private final @Nullable ZoneId zone;

  /**
   * The lines of an order, and neighbours in a log, tend to say the same time. Several imports may
   * share this: what one of them does not see it reads again.
   */
  private @Nullable Known last;

  private Times(Reading reading, @Nullable ZoneId zone) {
    this.reading = reading;
    this.zone = zone;
  }

  /** A wall-clock time that a change to summer time leaves out. */
  static final class ClockChangeException extends DateTimeException {

    ClockChangeException() {
      super("left out by a clock change");
    }
  }

  private record Known(String text, Instant instant) {}

  /** From a text to an instant, given how wall-clock times become instants. */
  @FunctionalInterface
  private interface Reading {

    Instant read(String text, Times times);
  }

  /** The times of a column, by their format: a pattern, {@code iso} or {@code epoch_…}. */
  static Times of(String column, String format, @Nullable String zone) {
    try {
      ZoneId known = zone == null ? null : ZoneId.of(zone);
      return new Times(reading(column, format, known), known);
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw new InvalidMappingException("columns." + column + ": " + wrong.getMessage());
    }
  }

  private static Reading reading(String column, String format, @Nullable ZoneId zone) {
    return switch (format) {
      case "iso" -> (text, times) -> times.parse(text, ISO);
      case "epoch_days" -> (text, times) -> times.ofEpoch(text, ChronoUnit.DAYS);
      case "epoch_seconds" -> (text, times) -> times.ofEpoch(text, ChronoUnit.SECONDS);
      case "epoch_millis" -> (text, times) -> times.ofEpoch(text, ChronoUnit.MILLIS);
      case "epoch_micros" -> (text, times) -> times.ofEpoch(text, ChronoUnit.MICROS);
      case "epoch_nanos" -> (text, times) -> times.ofEpoch(text, ChronoUnit.NANOS);
      default -> {
        DateTimeFormatter formatter =
            new DateTimeFormatterBuilder()
                .appendPattern(format)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
        if (zone == null && !hasOffset(format)) {
          throw new InvalidMappingException(
              "columns." + column + ": zone is needed, as the format has no offset.");
        }
        yield (text, times) -> times.parse(text, formatter);
      }
    };
  }

  private static boolean hasOffset(String pattern) {
    String unquoted = pattern.replaceAll("'[^']*'", "");
    return unquoted.contains("X") || unquoted.contains("x") || unquoted.contains("Z");
  }

  /**
   * The instant of a text.
   *
   * @throws ClockChangeException if the clocks of the zone skip it
   * @throws DateTimeException if it is no time of this format
   */
  Instant parse(String text) {
    Known known = last;
    if (known == null || !known.text().equals(text)) {
      known = new Known(text, reading.read(text, this));
      last = known;
    }
    return known.instant();
  }

  private Instant parse(String text, DateTimeFormatter format) {
    TemporalAccessor parsed = format.parse(text);
    LocalDate date = LocalDate.from(parsed);
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (time == null) {
      return instant(date.atStartOfDay());
    }
    ZoneOffset offset = parsed.query(TemporalQueries.offset());
    return offset == null ? instant(date.atTime(time)) : date.atTime(time).toInstant(offset);
  }

  /** Since 1970; with a zone, what its clocks showed, counted as if they showed UTC. */
  private Instant ofEpoch(String text, ChronoUnit unit) {
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      throw new DateTimeException("Not a whole number");
    }
    try {
      Instant instant = Instant.EPOCH.plus(Long.parseLong(text), unit);
      return zone == null ? instant : instant(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    } catch (ArithmeticException | NumberFormatException beyond) {
      throw new DateTimeException("Beyond what a time can be", beyond);
    }
  }

  private Instant instant(LocalDateTime time) {
    if (zone == null) {
      throw new DateTimeException("No offset and no zone");
    }
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    if (offsets.isEmpty()) {
      throw new ClockChangeException();
    }
    return time.toInstant(offsets.getFirst());
  }
}
