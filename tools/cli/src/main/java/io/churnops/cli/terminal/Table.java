package io.churnops.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, each column as wide as its widest text. On a screen the last column, if it
 * has sentences, is broken into lines where the screen ends.
 */
public final class Table {

  private static final String GAP = "  ";
  private static final String INDENT = "    ";

  /** In less room than this a sentence cannot be read. */
  private static final int LEAST_ROOM = 24;

  private final List<List<String>> rows = new ArrayList<>();
  private int firstNumber = Integer.MAX_VALUE;

  /** A table without rows. */
  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** From a column on, counted from 0, there are numbers, which end below each other. */
  public Table numbersFrom(int column) {
    firstNumber = column;
    return this;
  }

  /** Adds a row: a text for each heading. Line breaks within a text become spaces. */
  public Table row(String... texts) {
    if (texts.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          texts.length + " texts for " + rows.getFirst().size() + " headings");
    }
    rows.add(List.of(texts).stream().map(text -> text.replaceAll("\\s+", " ").strip()).toList());
    return this;
  }

  /** Whether there is nothing under the headings. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The lines of the table, the headings first. */
  public List<String> lines() {
    return lines(Integer.MAX_VALUE);
  }

  /** The lines of the table, no longer than a screen is wide if its last column can do that. */
  public List<String> lines(int width) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().flatMap(row -> broken(row, widths, width).stream()).toList();
  }

  private List<String> broken(List<String> row, int[] widths, int width) {
    int last = widths.length - 1;
    StringBuilder start = new StringBuilder();
    for (int column = 0; column < last; column++) {
      start.append(cell(row, column, widths)).append(GAP);
    }
    String before = start.toString();
    String line = (before + cell(row, last, widths)).stripTrailing();
    if (line.length() <= width || row.getLast().indexOf(' ') < 0) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>();
    int room = width - before.length();
    if (room < LEAST_ROOM) {
      lines.add(before.stripTrailing());
      Words.lines(row.getLast(), width - INDENT.length()).forEach(part -> lines.add(INDENT + part));
    } else {
      for (String part : Words.lines(row.getLast(), room)) {
        lines.add(lines.isEmpty() ? before + part : " ".repeat(before.length()) + part);
      }
    }
    return lines;
  }

  private String cell(List<String> row, int column, int[] widths) {
    String text = row.get(column);
    String space = " ".repeat(widths[column] - text.length());
    return column < firstNumber ? text + space : space + text;
  }

  /** Prints the table. */
  public void print(Terminal terminal) {
    lines(terminal.width()).forEach(terminal::line);
  }

  /** Prints the table, or, if there is nothing under its headings, the sentence that says so. */
  public void print(Terminal terminal, String nothing) {
    if (isEmpty()) {
      terminal.line(nothing);
    } else {
      print(terminal);
    }
  }
}
