package io.churnops.ingestion.mapping;

import io.churnops.ingestion.mapping.MappingDocument.ConditionSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What must hold of a row. */
@FunctionalInterface
interface Condition {

  Condition ALWAYS = _ -> true;

  boolean holds(Row row);

  default Condition and(Condition other) {
    return row -> holds(row) && other.holds(row);
  }

  static Condition of(Column column, ConditionSpec spec) {
    List<Predicate<@Nullable Object>> tests = new ArrayList<>();
    if (spec.present() != null) {
      boolean wanted = spec.present();
      tests.add(value -> (value != null) == wanted);
    }
    if (spec.ascii() != null) {
      boolean wanted = spec.ascii();
      tests.add(value -> value instanceof String text && isAscii(text) == wanted);
    }
    if (spec.startsWith() != null) {
      String prefix = spec.startsWith();
      tests.add(value -> value instanceof String text && text.startsWith(prefix));
    }
    if (spec.oneOf() != null) {
      Set<String> allowed = new HashSet<>(spec.oneOf());
      tests.add(value -> isOneOf(allowed, value));
    }
    if (spec.noneOf() != null) {
      Set<String> excluded = new HashSet<>(spec.noneOf());
      tests.add(value -> !isOneOf(excluded, value));
    }
    addComparison(tests, spec.lessThan(), sign -> sign < 0);
    addComparison(tests, spec.greaterThan(), sign -> sign > 0);
    addComparison(tests, spec.equalTo(), sign -> sign == 0);
    if (spec.moreDecimalsThan() != null) {
      int decimals = spec.moreDecimalsThan();
      tests.add(value ->
          value instanceof BigDecimal number && number.stripTrailingZeros().scale() > decimals);
    }
    if (tests.isEmpty()) {
      throw new InvalidMappingException("A condition on " + column.name() + " says nothing.");
    }
    return row -> {
      Object value = row.value(column.index());
      return tests.stream().allMatch(test -> test.test(value));
    };
  }

  private static void addComparison(
      List<Predicate<@Nullable Object>> tests,
      @Nullable BigDecimal bound,
      Predicate<Integer> wanted) {
    if (bound != null) {
      tests.add(value ->
          switch (value) {
            case Long number -> wanted.test(BigDecimal.valueOf(number).compareTo(bound));
            case BigDecimal number -> wanted.test(number.compareTo(bound));
            case null, default -> false;
          });
    }
  }

  private static boolean isOneOf(Set<String> texts, @Nullable Object value) {
    return (value instanceof String || value instanceof Boolean || value instanceof Long)
        && texts.contains(value.toString());
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
