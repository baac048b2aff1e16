package io.churnops.ingestion.event;

/** What the characters of a text say about it. */
final class Texts {

  private Texts() {}

  /** Whether every store of the suite can keep it: no U+0000, no half of a surrogate pair. */
  static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)
          && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has white space of any kind. */
  static boolean hasSpace(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c <= ' ' || c > '~') && Character.isWhitespace(c)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has a control character, which CloudEvents forbids in attributes. */
  static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
