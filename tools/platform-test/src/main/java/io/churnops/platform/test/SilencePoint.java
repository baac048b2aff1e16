package io.churnops.platform.test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A point in what a service says to a server on one connection: some words, one after the other,
 * with anything in between.
 *
 * @param answered whether the last word is let through and it is the answer that never comes;
 *     otherwise the server does not hear the last word
 */
public record SilencePoint(List<String> words, boolean answered) {

  public SilencePoint {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("No words");
    }
  }

  /** The server never hears the last of the words. */
  public static SilencePoint before(String... words) {
    return new SilencePoint(List.of(words), false);
  }

  /** The server has heard all words and answered, but nobody hears the answer. */
  public static SilencePoint afterAnswerTo(String... words) {
    return new SilencePoint(List.of(words), true);
  }

  Listening listen() {
    return new Listening(this);
  }

  /** How much of a point one connection has come to; words may come in pieces. */
  static final class Listening {

    private final SilencePoint point;
    private String unheard = "";
    private int next;

    private Listening(SilencePoint point) {
      this.point = point;
    }

    SilencePoint point() {
      return point;
    }

    /** Where in these bytes the last word begins, or -1; 0 if it began before them. */
    int hear(byte[] bytes) {
      int carried = unheard.length();
      String text = unheard + new String(bytes, StandardCharsets.ISO_8859_1);
      int from = 0;
      while (true) {
        String word = point.words().get(next);
        int at = text.indexOf(word, from);
        if (at < 0) {
          unheard = text.substring(Math.max(from, text.length() - Math.max(0, word.length() - 1)));
          return -1;
        }
        if (next == point.words().size() - 1) {
          return Math.max(0, at - carried);
        }
        next++;
        from = at + word.length();
      }
    }
  }

  @Override
  public String toString() {
    return (answered ? "the answer to " : "") + String.join(" … ", words);
  }
}
