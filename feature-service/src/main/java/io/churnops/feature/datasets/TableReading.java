package io.churnops.feature.datasets;

import io.churnops.feature.datasets.InvalidTableException.Flaw;
import io.churnops.feature.datasets.TableSource.TableColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table once to find out what it holds: which columns are numbers, whether ids are unique,
 * whether the label has two classes. Notes everything that is wrong. Used once.
 */
final class TableReading {

  static final int MOST_ROWS = 1_000_000;
  static final int MOST_COLUMNS = 500;
  private static final int MOST_LABEL_VALUES = 20;
  private static final int MOST_FLAWS = 100;
  private static final int LONGEST_ID = 1024;
  private static final Set<String> POSITIVES =
      Set.of("yes", "y", "true", "t", "1", "1.0", "churned", "churn");
  private static final Set<String> NEGATIVES =
      Set.of("no", "n", "false", "f", "0", "0.0", "stayed", "not churned", "no churn");

  private final TableRequest request;
  private final List<Flaw> flaws = new ArrayList<>();
  private final Map<String, Long> labels = new TreeMap<>();
  private final Set<String> ids = new HashSet<>();
  private @Nullable Layout layout;
  private long rows;

  private record Layout(int id, int label, List<String> header, List<TableColumnReading> columns) {

    boolean isFeature(int field) {
      return field != id && field != label;
    }
  }

  TableReading(TableRequest request) {
    this.request = request;
  }

  /** Takes the lines in their order, the header first. */
  void take(TableFile.Line line) {
    if (layout == null) {
      layout = layout(line.fields());
    } else {
      row(layout, line);
    }
  }

  private Layout layout(List<String> header) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).isEmpty()) {
        flaw("unnamed_column", 1L, null, "Column %d has no name.".formatted(i + 1));
      } else if (!names.add(header.get(i))) {
        flaw("duplicate_column", 1L, header.get(i), "Two columns are named " + header.get(i) + ".");
      }
    }
    request.ignore().stream()
        .filter(ignored -> find(header, ignored) < 0)
        .forEach(ignored -> missing("ignore", ignored, header));
    int id = require("id", request.id(), header);
    int label = require("label", request.label(), header);
    if (id >= 0 && id == label) {
      flaw("same_column", 1L, request.id(), "The id and the label are one column.");
    }
    if (header.size() - 2 > MOST_COLUMNS) {
      flaw(
          "too_many_columns",
          1L,
          null,
          "The table has %d columns; at most %d can be features."
              .formatted(header.size(), MOST_COLUMNS));
    }
    refuseIfFlawed();
    return new Layout(id, label, header, header.stream().map(TableColumnReading::new).toList());
  }

  private int require(String role, String name, List<String> header) {
    int found = find(header, name);
    if (found < 0) {
      missing(role, name, header);
    }
    return found;
  }

  private void missing(String role, String name, List<String> header) {
    String known = String.join(", ", header.subList(0, Math.min(50, header.size())));
    flaw(
        "no_such_column",
        1L,
        name,
        "There is no column %s (%s). The columns are: %s".formatted(name, role, known));
  }

  /** The column of a name as it is written or, if only one is, in other letter case. */
  private static int find(List<String> header, String name) {
    int exact = header.indexOf(name);
    if (exact >= 0) {
      return exact;
    }
    int[] similar =
        IntStream.range(0, header.size())
            .filter(i -> header.get(i).equalsIgnoreCase(name))
            .toArray();
    return similar.length == 1 ? similar[0] : -1;
  }

  private void row(Layout table, TableFile.Line line) {
    if (line.fields().size() != table.header().size()) {
      flaw(
          "ragged_row",
          line.number(),
          null,
          "Line %d has %d fields, the header has %d."
              .formatted(line.number(), line.fields().size(), table.header().size()));
      return;
    }
    if (++rows > MOST_ROWS) {
      flaw("too_many_rows", line.number(), null, "The table has more than 1,000,000 rows.");
      throw new InvalidTableException(flaws);
    }
    id(table, line);
    label(table, line);
    for (int i = 0; i < line.fields().size(); i++) {
      if (table.isFeature(i)) {
        table.columns().get(i).add(line.fields().get(i), line.number());
      }
    }
  }

  private void id(Layout table, TableFile.Line line) {
    String id = line.fields().get(table.id());
    String column = table.header().get(table.id());
    if (id.isEmpty()) {
      flaw("missing_id", line.number(), column, "Line %d has no id.".formatted(line.number()));
    } else if (id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
      flaw(
          "bad_id",
          line.number(),
          column,
          "The id in line %d is longer than 1024 characters or has control characters."
              .formatted(line.number()));
    } else if (!ids.add(id)) {
      flaw(
          "duplicate_id",
          line.number(),
          column,
          "The id of line %d was there before: %s. A table has one row per customer."
              .formatted(line.number(), id));
    }
  }

  private void label(Layout table, TableFile.Line line) {
    String label = line.fields().get(table.label());
    if (!label.isEmpty() && (labels.containsKey(label) || labels.size() <= MOST_LABEL_VALUES)) {
      labels.merge(label, 1L, Long::sum);
    }
  }

  /**
   * What was found.
   *
   * @param sha256 of the table
   * @throws InvalidTableException saying all that is wrong
   */
  TableSource finish(String sha256) {
    Layout table = layout;
    if (table == null || rows == 0) {
      if (flaws.isEmpty()) {
        flaw("empty_table", null, null, "The table has no rows.");
      }
      throw new InvalidTableException(flaws);
    }
    refuseIfFlawed();
    String positive = positive(table.header().get(table.label()));
    List<TableColumn> columns = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    FeatureNames names = new FeatureNames();
    for (int i = 0; i < table.header().size(); i++) {
      String header = table.header().get(i);
      if (table.isFeature(i) && isIgnored(header)) {
        ignored.add(header);
      } else if (table.isFeature(i)) {
        columns.add(column(table.columns().get(i), header, names));
      }
    }
    if (columns.isEmpty()) {
      flaw("no_features", 1L, null, "The table has no column beside the id and the label.");
    }
    refuseIfFlawed();
    return new TableSource(
        request.tableName(),
        sha256,
        table.header().get(table.id()),
        table.header().get(table.label()),
        positive,
        columns,
        ignored);
  }

  private boolean isIgnored(String header) {
    return request.ignore().stream().anyMatch(header::equalsIgnoreCase);
  }

  private TableColumn column(TableColumnReading column, String header, FeatureNames names) {
    if (column.hasTooManyCategories()) {
      flaw(
          "too_many_categories",
          null,
          header,
          "Column %s has more than %d different texts: %s"
              .formatted(header, TableColumnReading.MOST_CATEGORIES, column.whyTextsAreNoUse()));
    }
    return column.finish(names.of(header));
  }

  private String positive(String column) {
    if (labels.size() < 2) {
      flaw(
          "one_class",
          null,
          column,
          labels.isEmpty()
              ? "Column %s is empty: no row has a label.".formatted(column)
              : "Column %s has one value in all rows: %s. A model needs both."
                  .formatted(column, labels.keySet().iterator().next()));
      return "";
    }
    if (labels.size() > MOST_LABEL_VALUES) {
      flaw(
          "label_not_binary",
          null,
          column,
          "Column %s has more than %d different values; a label has two."
              .formatted(column, MOST_LABEL_VALUES));
      return "";
    }
    String wanted = request.positive();
    if (wanted != null) {
      if (!labels.containsKey(wanted)) {
        flaw(
            "no_such_value",
            null,
            column,
            "Column %s never has the value %s, only: %s"
                .formatted(column, wanted, String.join(", ", labels.keySet())));
      }
      return wanted;
    }
    List<String> yes = labels.keySet().stream().filter(TableReading::isPositive).toList();
    long no = labels.keySet().stream().filter(TableReading::isNegative).count();
    if (labels.size() == 2 && yes.size() == 1 && no == 1) {
      return yes.getFirst();
    }
    flaw(
        "positive_not_named",
        null,
        column,
        "Which value of %s means churned? Name it (positive). It has: %s"
            .formatted(column, String.join(", ", labels.keySet())));
    return "";
  }

  private static boolean isPositive(String value) {
    return POSITIVES.contains(value.toLowerCase(Locale.ROOT));
  }

  private static boolean isNegative(String value) {
    return NEGATIVES.contains(value.toLowerCase(Locale.ROOT));
  }

  private void flaw(String code, @Nullable Long line, @Nullable String column, String detail) {
    if (flaws.size() < MOST_FLAWS) {
      flaws.add(new Flaw(code, line, column, detail));
    }
  }

  private void refuseIfFlawed() {
    if (!flaws.isEmpty()) {
      throw new InvalidTableException(flaws);
    }
  }
}
