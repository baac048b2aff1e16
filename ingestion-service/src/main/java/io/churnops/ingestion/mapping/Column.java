package io.churnops.ingestion.mapping;

import io.churnops.ingestion.mapping.MappingDocument.ColumnSpec;
import io.churnops.ingestion.mapping.MappingDocument.ColumnType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One column of the file: its place, its name and how its text is cast. */
record Column(int index, String name, ColumnType type, String removeSuffix, @Nullable Times times) {

  /** Longer numbers are mistakes, and would be slow to read. */
  private static final int LONGEST_NUMBER = 40;

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}(\\.0+)?");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

  static Column of(int index, String name, ColumnSpec spec) {
    boolean time = spec.as() == ColumnType.TIME;
    if (time != (spec.format() != null)) {
      throw new InvalidMappingException(
          "columns." + name + ": format belongs to columns that are a time, and each needs one.");
    }
    if (spec.zone() != null && !time) {
      throw new InvalidMappingException(
          "columns." + name + ": zone belongs to columns that are a time.");
    }
    return new Column(
        index,
        name,
        spec.as(),
        spec.removeSuffix() == null ? "" : spec.removeSuffix(),
        spec.format() == null ? null : Times.of(name, spec.format(), spec.zone()));
  }

  /** The cast value; null where the field is blank. */
  @Nullable Object cast(String field) {
    String text = field.strip();
    if (!removeSuffix.isEmpty() && text.endsWith(removeSuffix)) {
      text = text.substring(0, text.length() - removeSuffix.length());
    }
    if (text.isEmpty()) {
      return null;
    }
    return switch (type) {
      case TEXT -> text;
      case INTEGER -> integer(text);
      case DECIMAL -> decimal(text);
      case BOOLEAN -> bool(text);
      case TIME -> time(text);
    };
  }

  private Long integer(String text) {
    if (!INTEGER.matcher(text).matches()) {
      throw new RowFlaw("not_an_integer:" + name);
    }
    int point = text.indexOf('.');
    return Long.valueOf(point < 0 ? text : text.substring(0, point));
  }

  private BigDecimal decimal(String text) {
    if (text.length() > LONGEST_NUMBER || !DECIMAL.matcher(text).matches()) {
      throw new RowFlaw("not_a_decimal:" + name);
    }
    return new BigDecimal(text);
  }

  private Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "1" -> true;
      case "false", "f", "no", "0" -> false;
      default -> throw new RowFlaw("not_a_boolean:" + name);
    };
  }

  private Instant time(String text) {
    if (times == null) {
      throw new IllegalStateException("Column " + name + " has no format");
    }
    try {
      return times.parse(text);
    } catch (Times.ClockChangeException gap) {
      throw new RowFlaw("no_such_time_at_clock_change:" + name);
    } catch (DateTimeException notATime) {
      throw new RowFlaw("not_a_time:" + name);
    }
  }
}
