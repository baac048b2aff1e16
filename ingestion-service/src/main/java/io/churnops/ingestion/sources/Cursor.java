package io.churnops.ingestion.sources;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a source has been read: a column that rises with every change of a row. Its values are
 * kept as positions, 64-bit numbers in their order: microseconds since 1970, of wall-clock times as
 * if they showed UTC, or the integer itself.
 *
 * @param zone of wall-clock times
 * @param format how times are written in JSON
 * @param initial the position before anything was read
 * @param overlap how far behind the cursor rows are read again, for those committed late
 */
record Cursor(
    String column,
    CursorType type,
    @Nullable ZoneId zone,
    Format format,
    long initial,
    long overlap) {

  /** How times are written in JSON. */
  enum Format {
    ISO,
    EPOCH_SECONDS,
    EPOCH_MILLIS
  }

  private static final long MICROS = 1_000_000;

  /** Where the next reading begins. */
  long from(@Nullable Long position) {
    if (position == null) {
      return initial;
    }
    return Math.max(initial, floor(position));
  }

  /** The first position that may be read again while the cursor is at a position. */
  long floor(long position) {
    return position < Long.MIN_VALUE + overlap ? Long.MIN_VALUE : position - overlap;
  }

  /**
   * How far the cursor may go: not into the future, as rows that change before would be passed
   * over.
   */
  long limit(Instant now) {
    return switch (type) {
      case TIME -> micros(now);
      case LOCAL_TIME -> ofLocal(LocalDateTime.ofInstant(now, zoneOrUtc()));
      case INTEGER -> Long.MAX_VALUE;
    };
  }

  /** How old a position is; null where it is no time. */
  @Nullable Long ageSeconds(long position, Instant now) {
    return type == CursorType.INTEGER
        ? null
        : Math.max(0, Math.floorDiv(limit(now) - position, MICROS));
  }

  /**
   * The position of a value as JSON, a declaration or a parameter has it.
   *
   * @throws IllegalArgumentException if it is none of this type
   */
  long parse(String text) {
    try {
      return switch (type) {
        case TIME ->
            switch (format) {
              case ISO -> micros(OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant());
              case EPOCH_SECONDS -> Math.multiplyExact(Long.parseLong(text.strip()), MICROS);
              case EPOCH_MILLIS -> Math.multiplyExact(Long.parseLong(text.strip()), 1_000L);
            };
        case LOCAL_TIME -> ofLocal(LocalDateTime.parse(text.strip().replace(' ', 'T')));
        case INTEGER -> Long.parseLong(text.strip());
      };
    } catch (DateTimeException | ArithmeticException wrong) {
      throw new IllegalArgumentException("Not a value of the cursor", wrong);
    }
  }

  /** A position as people read it. */
  String text(long position) {
    return switch (type) {
      case TIME -> DateTimeFormatter.ISO_INSTANT.format(instant(position));
      case LOCAL_TIME -> local(position).toString();
      case INTEGER -> Long.toString(position);
    };
  }

  /** A position as an API takes it; rounded down where the API knows less. */
  String parameter(long position) {
    if (type != CursorType.TIME) {
      return text(position);
    }
    return switch (format) {
      case ISO -> text(position);
      case EPOCH_SECONDS -> Long.toString(Math.floorDiv(position, MICROS));
      case EPOCH_MILLIS -> Long.toString(Math.floorDiv(position, 1_000L));
    };
  }

  /** The position of an instant. */
  static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1_000);
  }

  /** The position of a wall-clock time. */
  static long ofLocal(LocalDateTime time) {
    return micros(time.toInstant(ZoneOffset.UTC));
  }

  static Instant instant(long position) {
    return Instant.EPOCH.plus(position, ChronoUnit.MICROS);
  }

  static LocalDateTime local(long position) {
    return LocalDateTime.ofInstant(instant(position), ZoneOffset.UTC);
  }

  private ZoneId zoneOrUtc() {
    return zone == null ? ZoneOffset.UTC : zone;
  }
}
