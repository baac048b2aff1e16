package io.churnops.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, each column as wide as its widest text. */
public final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows. */
  public Table(String... headings) {
    rows.add(List.of(headings));
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
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String text = row.get(column);
      line.append(text).repeat(' ', widths[column] - text.length()).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  /** Prints the table. */
  public void print(Terminal terminal) {
    lines().forEach(terminal::line);
  }
}
