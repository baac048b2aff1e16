package io.churnops.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** A text broken into lines between its words. */
final class Words {

  private Words() {}

  /**
   * The lines of a text; only a word that is longer than a line makes one too long.
   *
   * @param width how many characters a line may have
   */
  static List<String> lines(String text, int width) {
    int most = Math.max(1, width);
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (text.length() - from > most) {
      int end = text.lastIndexOf(' ', from + most);
      if (end <= from) {
        end = text.indexOf(' ', from + most);
      }
      if (end < 0) {
        break;
      }
      lines.add(text.substring(from, end));
      from = end + 1;
    }
    lines.add(text.substring(from));
    return lines;
  }
}
