package io.churnops.training.mlflow;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which models or versions are meant, by one comparison of a name. */
final class NameFilter {

  private final Pattern names;

  private NameFilter(Pattern names) {
    this.names = names;
  }

  /** Reads a filter such as {@code name LIKE 'churn%'}; an empty one fits all. */
  static NameFilter parse(String filter, String field) {
    if (filter.isBlank()) {
      return new NameFilter(Pattern.compile(".*", Pattern.DOTALL));
    }
    Matcher comparison =
        Pattern.compile(
                "\\s*" + field + "\\s*(=|LIKE\\b|ILIKE\\b)\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*",
                Pattern.CASE_INSENSITIVE)
            .matcher(filter);
    if (!comparison.matches()) {
      throw MlflowException.invalid(
          "A filter here is one comparison of name or run_id by =, LIKE or ILIKE with a text in"
              + " quotes, not: "
              + filter);
    }
    String text = comparison.group(2) == null ? comparison.group(3) : comparison.group(2);
    return new NameFilter(
        comparison.group(1).equals("=")
            ? Pattern.compile(Pattern.quote(text))
            : Pattern.compile(
                like(text),
                comparison.group(1).equalsIgnoreCase("ILIKE")
                    ? Pattern.DOTALL | Pattern.CASE_INSENSITIVE
                    : Pattern.DOTALL));
  }

  boolean fits(String name) {
    return names.matcher(name).matches();
  }

  private static String like(String text) {
    return text.chars()
        .mapToObj(character ->
            switch (character) {
              case '%' -> ".*";
              case '_' -> ".";
              default -> Pattern.quote(Character.toString(character));
            })
        .collect(Collectors.joining());
  }
}
