package io.churnops.training.card;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown whose columns are aligned, so that it also reads as plain text. */
final class MarkdownTable {

  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Integer> numbers;

  /**
   * A table without rows.
   *
   * @param numbers the columns, counted from 0, that end below each other
   */
  MarkdownTable(Set<Integer> numbers, String... headings) {
    this.numbers = numbers;
    rows.add(List.of(headings));
  }

  /** Adds a row: a text for each heading. A bar in a text is no border. */
  MarkdownTable row(String... texts) {
    rows.add(Arrays.stream(texts).map(text -> text.replace("|", "\\|")).toList());
    return this;
  }

  /** The lines of the table. */
  List<String> lines() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    lines.add(1, rule(widths));
    return lines;
  }

  private String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(column -> cell(column, row.get(column), widths[column]))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private String cell(int column, String text, int width) {
    String space = " ".repeat(width - text.length());
    return numbers.contains(column) ? space + text : text + space;
  }

  private String rule(int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(column -> "-".repeat(widths[column] + 1) + (numbers.contains(column) ? ":" : "-"))
        .collect(Collectors.joining("|", "|", "|"));
  }
}
