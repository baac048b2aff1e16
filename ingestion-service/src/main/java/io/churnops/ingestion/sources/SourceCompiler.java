package io.churnops.ingestion.sources;

import io.churnops.ingestion.mapping.ImportMapping;
import io.churnops.ingestion.mapping.InvalidMappingException;
import io.churnops.ingestion.mapping.RowsDocument.VersionColumn;
import io.churnops.ingestion.mapping.StrictYaml;
import io.churnops.ingestion.sources.SourceDocument.CursorSpec;
import io.churnops.ingestion.sources.SourceDocument.ScheduleSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.scheduling.support.CronExpression;

/** Turns a source as declared into one that can be asked, or says what does not fit. */
final class SourceCompiler {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,59}");
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(10);
  private static final Duration LONGEST_PERIOD = Duration.ofDays(366);
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(31);

  private SourceCompiler() {}

  /**
   * Reads a declaration.
   *
   * @throws SourceProblem if it is not YAML, not a source, or does not fit together
   */
  static PullSource compile(String yaml) {
    try {
      return compile(StrictYaml.read(yaml, SourceDocument.class, "The declaration"));
    } catch (InvalidMappingException wrong) {
      throw SourceProblem.invalid(String.valueOf(wrong.getMessage()));
    }
  }

  /** A declaration that was taken; empty where this version of the service does not any more. */
  static Optional<PullSource> compileKept(String yaml) {
    try {
      return Optional.of(compile(yaml));
    } catch (SourceProblem outlived) {
      return Optional.empty();
    }
  }

  private static PullSource compile(SourceDocument document) {
    if (!NAME.matcher(document.name()).matches()) {
      throw SourceProblem.invalid(
          "name: lower-case letters, digits, _ and -, at most 60, the first a letter.");
    }
    Cursor cursor = cursor(document.cursor());
    requireKey(document);
    boolean jdbc = document.jdbc() != null;
    if (jdbc == (document.http() != null)) {
      throw SourceProblem.invalid("A source is either jdbc or http.");
    }
    if (jdbc && document.cursor().format() != null) {
      throw SourceProblem.invalid("cursor.format is for JSON; a database knows its times.");
    }
    PullSource.Origin origin =
        jdbc
            ? JdbcCompiler.compile(Objects.requireNonNull(document.jdbc()))
            : HttpCompiler.compile(Objects.requireNonNull(document.http()));
    return new PullSource(
        document.name(),
        origin,
        document.key(),
        cursor,
        schedule(document.schedule()),
        mapping(document, cursor),
        document.mapping().customers());
  }

  private static void requireKey(SourceDocument document) {
    List<String> key = document.key();
    if (key.isEmpty() || new HashSet<>(key).size() != key.size()) {
      throw SourceProblem.invalid("key names at least one column, and none twice.");
    }
  }

  private static ImportMapping mapping(SourceDocument document, Cursor cursor) {
    try {
      return document.mapping().compile(document.name(), document.key(), version(cursor));
    } catch (InvalidMappingException wrong) {
      throw SourceProblem.invalid("mapping: " + wrong.getMessage());
    }
  }

  private static VersionColumn version(Cursor cursor) {
    return switch (cursor.type()) {
      case INTEGER -> new VersionColumn(cursor.column(), null, null);
      case LOCAL_TIME -> new VersionColumn(cursor.column(), "iso", String.valueOf(cursor.zone()));
      case TIME ->
          new VersionColumn(cursor.column(), cursor.format().name().toLowerCase(Locale.ROOT), null);
    };
  }

  private static Cursor cursor(CursorSpec spec) {
    if ((spec.type() == CursorType.LOCAL_TIME) != (spec.zone() != null)) {
      throw SourceProblem.invalid("cursor.zone belongs to a local_time, which needs one.");
    }
    if (spec.format() != null && spec.type() != CursorType.TIME) {
      throw SourceProblem.invalid("cursor.format belongs to a cursor of the type time.");
    }
    Cursor bare =
        new Cursor(
            spec.column(),
            spec.type(),
            spec.zone() == null ? null : zone("cursor.zone", spec.zone()),
            format(spec.format()),
            0,
            overlap(spec));
    return new Cursor(
        bare.column(),
        bare.type(),
        bare.zone(),
        bare.format(),
        spec.initial() == null ? 0 : initial(bare, spec.initial()),
        bare.overlap());
  }

  private static long initial(Cursor cursor, String text) {
    try {
      Cursor written =
          new Cursor(cursor.column(), cursor.type(), cursor.zone(), Cursor.Format.ISO, 0, 0);
      return written.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw SourceProblem.invalid(
          "cursor.initial: "
              + switch (cursor.type()) {
                case TIME -> "a time with an offset, as 2026-01-31T00:00:00Z.";
                case LOCAL_TIME -> "a time without an offset, as 2026-01-31T00:00:00.";
                case INTEGER -> "an integer.";
              });
    }
  }

  private static Cursor.Format format(@Nullable String format) {
    return switch (format) {
      case null -> Cursor.Format.ISO;
      case "iso" -> Cursor.Format.ISO;
      case "epoch_seconds" -> Cursor.Format.EPOCH_SECONDS;
      case "epoch_millis" -> Cursor.Format.EPOCH_MILLIS;
      default ->
          throw SourceProblem.invalid("cursor.format is iso, epoch_seconds or epoch_millis.");
    };
  }

  private static long overlap(CursorSpec spec) {
    if (spec.overlap() == null) {
      return 0;
    }
    if (spec.type() == CursorType.INTEGER) {
      if (!spec.overlap().matches("\\d{1,18}")) {
        throw SourceProblem.invalid("cursor.overlap of an integer is a number.");
      }
      return Long.parseLong(spec.overlap());
    }
    return duration("cursor.overlap", spec.overlap(), Duration.ZERO, LONGEST_OVERLAP).toMillis()
        * 1_000;
  }

  private static Schedule schedule(@Nullable ScheduleSpec spec) {
    if (spec == null) {
      return new Schedule.ByHand();
    }
    if ((spec.cron() == null) == (spec.every() == null)) {
      throw SourceProblem.invalid("schedule is either cron or every.");
    }
    if (spec.every() != null) {
      if (spec.zone() != null) {
        throw SourceProblem.invalid("schedule.zone belongs to cron.");
      }
      return new Schedule.Every(
          duration("schedule.every", spec.every(), SHORTEST_PERIOD, LONGEST_PERIOD));
    }
    if (spec.zone() == null) {
      throw SourceProblem.invalid("schedule.zone says where the clock of cron hangs: UTC, say.");
    }
    try {
      return new Schedule.Cron(
          CronExpression.parse(String.valueOf(spec.cron())), zone("schedule.zone", spec.zone()));
    } catch (IllegalArgumentException wrong) {
      throw SourceProblem.invalid(
          "schedule.cron has six fields, the first for seconds: 0 15 * * * *");
    }
  }

  private static ZoneId zone(String place, String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      throw SourceProblem.invalid(place + ": no such time zone is known; Europe/Berlin is one.");
    }
  }

  /** A duration between two others, as 30s, 15m, 2h, 1d or in ISO 8601. */
  static Duration duration(String place, String text, Duration least, Duration most) {
    try {
      Duration duration = DurationStyle.detectAndParse(text);
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      // Said below, like one that is too short or too long.
    }
    throw SourceProblem.invalid(
        place + " is a duration such as 30s, 15m or 2h, from " + least + " to " + most + ".");
  }
}
