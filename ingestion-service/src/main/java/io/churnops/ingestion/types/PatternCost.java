package io.churnops.ingestion.types;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a regular expression grows once its counted repetitions are written out. Matching takes
 * time in proportion to it, so it is bounded before anything compiles the expression.
 */
final class PatternCost {

  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  private PatternCost() {}

  /** Saturates at the largest int. */
  static int of(String pattern) {
    Deque<long[]> open = new ArrayDeque<>();
    long[] here = {0, 0}; // the sum so far, and the cost of the last atom, which a count multiplies
    Matcher count = COUNT.matcher(pattern);
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '(') {
        open.push(here);
        here = new long[] {0, 0};
      } else if (c == ')' && !open.isEmpty()) {
        long group = here[0];
        here = open.pop();
        atom(here, group);
      } else if (c == '{' && count.region(i, pattern.length()).lookingAt()) {
        here[0] = saturated(here[0] + here[1] * (times(count) - 1));
        here[1] = saturated(here[1] * times(count));
        i = count.end() - 1;
      } else {
        atom(here, 1);
        i = lastOfAtom(pattern, i);
      }
    }
    long total = here[0];
    for (long[] outer : open) {
      total = saturated(total + outer[0]);
    }
    return (int) total;
  }

  private static void atom(long[] here, long cost) {
    here[0] = saturated(here[0] + cost);
    here[1] = cost;
  }

  private static long times(Matcher count) {
    String most = count.group(2);
    long least = Long.parseLong(count.group(1));
    if (most == null) {
      return Math.max(1, least);
    }
    return most.isEmpty() ? least + 1 : Math.max(1, Long.parseLong(most));
  }

  /** An escape is two characters, a class ends with its bracket. */
  private static int lastOfAtom(String pattern, int at) {
    if (pattern.charAt(at) == '\\') {
      return Math.min(at + 1, pattern.length() - 1);
    }
    if (pattern.charAt(at) != '[') {
      return at;
    }
    for (int i = at + 1; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
      } else if (pattern.charAt(i) == ']' && i > at + 1) {
        return i;
      }
    }
    return pattern.length() - 1;
  }

  private static long saturated(long cost) {
    return Math.min(cost, Integer.MAX_VALUE);
  }
}
