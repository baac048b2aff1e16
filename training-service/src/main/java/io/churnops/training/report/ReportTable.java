package io.churnops.training.report;

import java.util.List;

/** A table with headings; numbers stand to the right. */
final class ReportTable {

  private final Html html;

  private ReportTable(Html html) {
    this.html = html;
  }

  /**
   * Begins a table.
   *
   * @param headings of its columns; those of numbers begin with {@code #}, which is not shown
   */
  static ReportTable begin(Html html, String caption, String... headings) {
    html.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption)
        .open("table")
        .element("caption", caption);
    html.open("thead").open("tr");
    for (String heading : headings) {
      if (heading.startsWith("#")) {
        html.element("th", heading.substring(1), "scope", "col", "class", "number");
      } else {
        html.element("th", heading, "scope", "col");
      }
    }
    html.close().close().open("tbody");
    return new ReportTable(html);
  }

  /** A row: a name, and numbers. */
  ReportTable row(String name, List<String> numbers) {
    html.open("tr").open("th", "scope", "row").name(name).close();
    numbers.forEach(number -> html.element("td", number, "class", "number"));
    html.close();
    return this;
  }

  /** A row whose last cell is drawn. */
  ReportTable row(String name, List<String> numbers, Runnable drawing) {
    html.open("tr").open("th", "scope", "row").name(name).close();
    numbers.forEach(number -> html.element("td", number, "class", "number"));
    html.open("td");
    drawing.run();
    html.close().close();
    return this;
  }

  void end() {
    html.close().close().close();
  }
}
