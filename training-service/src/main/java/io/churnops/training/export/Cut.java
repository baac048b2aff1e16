package io.churnops.training.export;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keys and values as MLflow takes them, and what it says as it can be kept. */
final class Cut {

  /** The same for all: servers of before 2.8 take no longer values of parameters. */
  private static final int LONGEST_PARAM = 500;

  private static final int LONGEST_TAG = 5_000;
  private static final int LONGEST_KEY = 250;
  private static final int LONGEST_SAYING = 500;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

  /** No colon: only newer servers take one. */
  private static final Pattern ODD = Pattern.compile("[^\\p{L}\\p{Nd}_./ -]");

  private static final Pattern SLASH_BESIDE_NOTHING = Pattern.compile("^/|/(?=/|$)");
  private static final Pattern DOT_ALONE = Pattern.compile("(^|/)\\.(?=/|$)");
  private static final Pattern DOTS_ALONE = Pattern.compile("(^|/)\\.\\.(?=/|$)");

  private Cut() {}

  /** A key is a path that must be in its shortest form, and must not lead elsewhere. */
  static String key(String key) {
    String cut = shorter(ODD.matcher(key).replaceAll("_"), LONGEST_KEY);
    cut = SLASH_BESIDE_NOTHING.matcher(cut).replaceAll("_");
    cut = DOT_ALONE.matcher(cut).replaceAll("$1_");
    cut = DOTS_ALONE.matcher(cut).replaceAll("$1__");
    if (cut.startsWith("..")) {
      cut = "__" + cut.substring(2);
    }
    return cut.isEmpty() ? "_" : cut;
  }

  static Map<String, String> params(Map<String, String> params) {
    return texts(params, LONGEST_PARAM);
  }

  static Map<String, String> tags(Map<String, String> tags) {
    return texts(tags, LONGEST_TAG);
  }

  /** Of keys that become alike the first one stays. */
  private static Map<String, String> texts(Map<String, String> texts, int longest) {
    Map<String, String> cut = new TreeMap<>();
    new TreeMap<>(texts)
        .forEach((key, value) -> cut.putIfAbsent(key(key), shorter(value, longest)));
    return cut;
  }

  /** What a server said, as it can be kept and told on one line. */
  static String said(String text) {
    return shorter(CONTROL.matcher(text).replaceAll(" "), LONGEST_SAYING).strip();
  }

  /** Never half of a character of two. */
  private static String shorter(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end);
  }
}
