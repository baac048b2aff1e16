package io.churnops.training.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes HTML in which no text can be taken for markup, whatever is in it: names of features and
 * values of categories come from anybody. Tags and names of attributes are the caller's own.
 */
final class Html {

  private static final int LONGEST_NAME = 80;

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turn. */
  Html open(String tag, String... attributes) {
    start(tag, attributes);
    open.push(tag);
    return this;
  }

  /** Closes the element that was opened last. */
  Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element that cannot hold anything. */
  Html empty(String tag, String... attributes) {
    start(tag, attributes);
    return this;
  }

  /** An element with nothing but text in it. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** Text. */
  Html text(String text) {
    escape(text);
    return this;
  }

  /** Text of the suite's own making with numbers in it. */
  Html say(String format, Object... facts) {
    return text(String.format(Locale.ROOT, format, facts));
  }

  /**
   * A name that somebody chose: cut where it is endless, and kept from turning the direction of
   * what stands beside it.
   */
  Html name(String name) {
    return element("bdi", shortened(name));
  }

  /** A style sheet, which is the suite's own. */
  Html style(String css) {
    out.append("<style>").append(css).append("</style>");
    return this;
  }

  /** The document. */
  String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return "<!DOCTYPE html>\n" + out + "\n";
  }

  static String shortened(String name) {
    return shortened(name, LONGEST_NAME);
  }

  /** At most so many characters of a text. */
  static String shortened(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(isText(c) ? c : 0xFFFD);
          }
        });
  }

  /** What HTML may hold: no controls, no halves of characters. */
  private static boolean isText(int c) {
    return c == '\n' || c == '\t' || !(Character.isISOControl(c) || isHalf(c));
  }

  private static boolean isHalf(int c) {
    return Character.getType(c) == Character.SURROGATE;
  }
}
