package io.churnops.training.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One comparison of a search: an entity such as {@code metrics}, a key within it (empty for an
 * attribute named alone), an operator in capitals, and what to compare with.
 *
 * @param quoted whether the values were written as strings
 */
record Clause(String entity, String key, String operator, List<String> values, boolean quoted) {

  private static final int LONGEST = 10_000;
  private static final String STRING = "'(?:[^']|'')*+'|\"[^\"]*+\"";
  private static final Pattern STRINGS = Pattern.compile(STRING);

  /** An identifier: an entity, or an entity and a key, which quotes or backticks may enclose. */
  static final String NAME = "(?<entity>\\w++)(?:\\.(?<key>`[^`]++`|\"[^\"]++\"|[\\w./-]++))?+";

  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*+"
              + NAME
              + "\\s*+(?<operator><=|>=|!=|=|<|>|IN\\b|LIKE\\b|ILIKE\\b)\\s*+(?<value>\\(\\s*+(?:"
              + STRING
              + ")(?:\\s*+,\\s*+(?:"
              + STRING
              + "))*+\\s*+\\)|"
              + STRING
              + "|[-+\\w.]++)\\s*+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern AND = Pattern.compile("AND\\b", Pattern.CASE_INSENSITIVE);

  Clause {
    values = List.copyOf(values);
  }

  /** The comparisons of a filter, all of which must hold; none of an empty one. */
  static List<Clause> parse(String filter) {
    if (filter.length() > LONGEST || filter.indexOf('\0') >= 0) {
      throw TrackingException.invalidSearch(
          "A filter has at most %d characters and no NUL.".formatted(LONGEST));
    }
    List<Clause> clauses = new ArrayList<>();
    Matcher comparison = COMPARISON.matcher(filter);
    Matcher and = AND.matcher(filter);
    int at = 0;
    boolean more = !filter.isBlank();
    while (more) {
      if (!comparison.region(at, filter.length()).lookingAt()) {
        throw unreadable(filter, at);
      }
      clauses.add(of(comparison));
      at = comparison.end();
      more = at < filter.length();
      if (more) {
        if (!and.region(at, filter.length()).lookingAt()) {
          throw unreadable(filter, at);
        }
        at = and.end();
      }
    }
    return clauses;
  }

  private static Clause of(Matcher comparison) {
    String operator = comparison.group("operator").toUpperCase(Locale.ROOT);
    String value = comparison.group("value");
    boolean list = value.startsWith("(");
    if (list != operator.equals("IN")) {
      throw TrackingException.invalidSearch(
          "IN, and only IN, compares with a list such as ('a', 'b'), not: " + value);
    }
    List<String> values = list ? strings(value) : List.of(unquoted(value));
    String key = comparison.group("key");
    return new Clause(
        comparison.group("entity").toLowerCase(Locale.ROOT),
        key == null ? "" : bare(key),
        operator,
        values,
        list || !value.equals(values.getFirst()));
  }

  private static List<String> strings(String list) {
    return STRINGS.matcher(list).results().map(found -> unquoted(found.group())).toList();
  }

  private static String unquoted(String value) {
    return switch (value.charAt(0)) {
      case '\'' -> value.substring(1, value.length() - 1).replace("''", "'");
      case '"' -> value.substring(1, value.length() - 1);
      default -> value;
    };
  }

  /** A key without what encloses it. */
  static String bare(String key) {
    return key.charAt(0) == '`' || key.charAt(0) == '"' ? key.substring(1, key.length() - 1) : key;
  }

  private static TrackingException unreadable(String filter, int at) {
    return TrackingException.invalidSearch(
        ("A filter is comparisons such as metrics.auc > 0.8, joined by AND, with = != > >= < <="
                + " LIKE ILIKE IN; this one is not, from character %d on: %s")
            .formatted(at + 1, filter.substring(at, Math.min(filter.length(), at + 40))));
  }

  /** Adds the comparison of a column of text. */
  void addText(Sql sql, String column) {
    if (!quoted) {
      throw TrackingException.invalidSearch(
          "%s is text; put what it is compared with in quotes.".formatted(this.name()));
    }
    switch (operator) {
      case "IN" -> sql.add(column + " = any(?)", (Object) values.toArray(String[]::new));
      case "LIKE", "ILIKE" -> sql.add(column + " " + operator + " ? escape ''", values.getFirst());
      case "=", "!=" -> sql.add(column + " " + operator + " ?", values.getFirst());
      default ->
          throw TrackingException.invalidSearch(
              "%s is text; it is compared by = != LIKE ILIKE IN, not %s."
                  .formatted(name(), operator));
    }
  }

  /** Adds the comparison of a column of numbers. */
  void addNumber(Sql sql, String column) {
    if (quoted || operator.endsWith("LIKE")) {
      throw TrackingException.invalidSearch(
          "%s is a number; compare it by = != > >= < <= with a number without quotes."
              .formatted(name()));
    }
    try {
      sql.add(column + " " + operator + " ?", Double.parseDouble(values.getFirst()));
    } catch (NumberFormatException e) {
      throw TrackingException.invalidSearch(
          "%s is compared with '%s', which is no number.".formatted(name(), values.getFirst()));
    }
  }

  /** The compared thing as it was written. */
  String name() {
    return key.isEmpty() ? entity : entity + "." + key;
  }
}
