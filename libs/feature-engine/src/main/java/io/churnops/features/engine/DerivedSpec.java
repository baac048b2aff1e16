package io.churnops.features.engine;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A feature computed from those before it.
 *
 * @param otherwise the value when the expression gives none; null for NULL
 */
record DerivedSpec(String name, String expression, Formula formula, @Nullable Double otherwise) {

  private static final Pattern TEXT = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"|'(\\\\.|[^'\\\\])*'");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

  FeatureColumn column() {
    return new FeatureColumn(name, ColumnType.NUMBER);
  }

  /** The names in the expression, texts in quotes left out. */
  Set<String> words() {
    return WORD.matcher(TEXT.matcher(expression).replaceAll(" "))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }
}
