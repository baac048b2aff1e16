package io.churnops.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Times as they travel: RFC 3339 with any offset up to 18 hours and at most nine decimals of a
 * second. Reads at fixed places, since both ends of the event log do it for every event and the
 * formatters of the JDK take a sixth of their time. A leap second is refused, as Java's calendar
 * has none.
 */
public final class Rfc3339 {

  private static final byte[] PUNCTUATION =
      "0000-00-00T00:00:00".getBytes(StandardCharsets.US_ASCII);
  private static final int SHORTEST = "2026-03-01T10:15:30Z".length();
  private static final int DECIMAL_POINT = SHORTEST - 1;
  private static final int MOST_DECIMALS = 9;
  private static final int MICRO_DECIMALS = 6;
  private static final int NONE = -1;
  private static final int DAY_SECONDS = 86_400;
  private static final int HOUR_SECONDS = 3_600;
  private static final int MINUTE_SECONDS = 60;
  private static final int FURTHEST_OFFSET = 18 * HOUR_SECONDS;
  private static final int NO_OFFSET = Integer.MIN_VALUE;

  private static final long EARLIEST_OF_FOUR_DIGITS = -62_167_219_200L;
  private static final long LATEST_OF_FOUR_DIGITS = 253_402_300_799L;

  private Rfc3339() {}

  /** Microseconds since the epoch; what is finer is cut off. Empty if the text is no such time. */
  public static OptionalLong micros(String text) {
    if (text.length() < SHORTEST) {
      return OptionalLong.empty();
    }
    long day = epochDay(text);
    int second = secondOfDay(text);
    int zone = endOfDecimals(text);
    int offset = zone == NONE ? NO_OFFSET : offsetSeconds(text, zone);
    if (day == Long.MIN_VALUE || second == NONE || offset == NO_OFFSET) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        (day * DAY_SECONDS + second - offset) * 1_000_000L + microsOf(text, zone));
  }

  /** The time in UTC, as {@link Instant#toString()} writes it, in ASCII. */
  public static byte[] ascii(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds < EARLIEST_OF_FOUR_DIGITS || seconds > LATEST_OF_FOUR_DIGITS) {
      return time.toString().getBytes(StandardCharsets.US_ASCII);
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, (long) DAY_SECONDS));
    int second = Math.floorMod(seconds, DAY_SECONDS);
    int nanos = time.getNano();
    byte[] text = Arrays.copyOf(PUNCTUATION, SHORTEST + lengthOfDecimals(nanos));
    digits(text, 0, 4, date.getYear());
    digits(text, 5, 7, date.getMonthValue());
    digits(text, 8, 10, date.getDayOfMonth());
    digits(text, 11, 13, second / HOUR_SECONDS);
    digits(text, 14, 16, second / MINUTE_SECONDS % 60);
    digits(text, 17, 19, second % MINUTE_SECONDS);
    decimals(text, nanos);
    text[text.length - 1] = 'Z';
    return text;
  }

  /** As many groups of three as are needed, and the point. */
  private static int lengthOfDecimals(int nanos) {
    if (nanos == 0) {
      return 0;
    }
    if (nanos % 1_000_000 == 0) {
      return 1 + 3;
    }
    return nanos % 1_000 == 0 ? 1 + 6 : 1 + 9;
  }

  private static void decimals(byte[] text, int nanos) {
    int to = text.length - 1;
    switch (lengthOfDecimals(nanos)) {
      case 1 + 3 -> digits(text, SHORTEST, to, nanos / 1_000_000);
      case 1 + 6 -> digits(text, SHORTEST, to, nanos / 1_000);
      case 1 + 9 -> digits(text, SHORTEST, to, nanos);
      default -> {
        return;
      }
    }
    text[DECIMAL_POINT] = '.';
  }

  private static void digits(byte[] text, int from, int to, int number) {
    int rest = number;
    for (int i = to - 1; i >= from; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static long epochDay(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    boolean isDate =
        text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && year != NONE
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= YearMonth.of(year, month).lengthOfMonth();
    return isDate ? LocalDate.of(year, month, day).toEpochDay() : Long.MIN_VALUE;
  }

  private static int secondOfDay(String text) {
    int second = number(text, 17, 19);
    int minutes = clock(text, 11);
    boolean isTime =
        (text.charAt(10) | 0x20) == 't'
            && text.charAt(16) == ':'
            && minutes != NONE
            && second != NONE
            && second < 60;
    return isTime ? minutes * MINUTE_SECONDS + second : NONE;
  }

  /** Minutes of {@code hh:mm}. */
  private static int clock(String text, int from) {
    int hour = number(text, from, from + 2);
    int minute = number(text, from + 3, from + 5);
    boolean isClock =
        text.charAt(from + 2) == ':' && hour != NONE && hour < 24 && minute != NONE && minute < 60;
    return isClock ? hour * 60 + minute : NONE;
  }

  /** Where the offset begins. */
  private static int endOfDecimals(String text) {
    if (text.charAt(DECIMAL_POINT) != '.') {
      return DECIMAL_POINT;
    }
    int end = SHORTEST;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    int decimals = end - SHORTEST;
    return decimals < 1 || decimals > MOST_DECIMALS || end == text.length() ? NONE : end;
  }

  private static int microsOf(String text, int zone) {
    int micros = 0;
    for (int i = SHORTEST; i < SHORTEST + MICRO_DECIMALS; i++) {
      micros = micros * 10 + (i < zone ? text.charAt(i) - '0' : 0);
    }
    return micros;
  }

  private static int offsetSeconds(String text, int zone) {
    char sign = text.charAt(zone);
    if (sign == 'Z' || sign == 'z') {
      return text.length() == zone + 1 ? 0 : NO_OFFSET;
    }
    if ((sign != '+' && sign != '-') || text.length() != zone + 6) {
      return NO_OFFSET;
    }
    int minutes = clock(text, zone + 1);
    int seconds = minutes * MINUTE_SECONDS;
    if (minutes == NONE || seconds > FURTHEST_OFFSET) {
      return NO_OFFSET;
    }
    return sign == '+' ? seconds : -seconds;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        return NONE;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
