package io.churnops.feature.datasets;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** What the fields of a table say. */
final class TableFields {

  /** Numbers from here on do not fit the feature engine, which counts in millionths. */
  private static final double TOO_LARGE = 9e12;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(0|[1-9][0-9]*|(?=\\.))(\\.[0-9]*)?([eE][+-]?[0-9]{1,3})?");
  private static final Set<String> NOT_AVAILABLE = Set.of("na", "n/a", "nan", "null");

  private TableFields() {}

  /** Nothing, or what stands for nothing among numbers. */
  static boolean isNoNumberAtAll(String field) {
    return field.isEmpty() || NOT_AVAILABLE.contains(field.toLowerCase(Locale.ROOT));
  }

  /** The number; empty if it is none, has leading zeros as codes have, or is too large. */
  static OptionalDouble number(String field) {
    if (!NUMBER.matcher(field).matches() || field.chars().noneMatch(Character::isDigit)) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(field);
    return Math.abs(number) < TOO_LARGE ? OptionalDouble.of(number) : OptionalDouble.empty();
  }

  /** Whether the engine keeps a number only to its sixth decimal. */
  static boolean isRounded(double number) {
    return Math.abs(number) < TOO_LARGE && Math.rint(number * 1e6) / 1e6 != number;
  }
}
