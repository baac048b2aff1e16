package io.churnops.training.export;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keys and values as MLflow takes them. */
final class Cut {

  /** The same for all: servers of before 2.8 take no longer values of parameters. */
  private static final int LONGEST_PARAM = 500;

  private static final int LONGEST_TAG = 5_000;
  private static final int LONGEST_KEY = 250;
  private static final Pattern ODD =
      Pattern.compile("[^\\w./ :-]", Pattern.UNICODE_CHARACTER_CLASS);

  private Cut() {}

  static String key(String key) {
    return shorter(ODD.matcher(key).replaceAll("_"), LONGEST_KEY);
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

  /** Never half of a character of two. */
  private static String shorter(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end);
  }
}
