package io.churnops.feature.datasets;

import io.churnops.features.engine.DefinitionException;
import io.churnops.features.engine.FeatureViewDefinition;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Makes names of features out of the headers of a table, each once: MonthlyCharges →
 * monthly_charges.
 */
final class FeatureNames {

  private static final int LONGEST = 50;

  private final Set<String> taken = new HashSet<>();

  String of(String header) {
    String name = usable(snakeCase(header));
    String unique = name;
    for (int i = 2; !taken.add(unique); i++) {
      unique = name + "_" + i;
    }
    return unique;
  }

  static String snakeCase(String header) {
    String words =
        header
            .replaceAll("([\\p{Ll}0-9])(\\p{Lu})", "$1_$2")
            .replaceAll("(\\p{Lu})(\\p{Lu}\\p{Ll})", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    String named = words.isEmpty() || !Character.isLetter(words.charAt(0)) ? "c_" + words : words;
    return named.substring(0, Math.min(LONGEST, named.length()));
  }

  /** The name itself, unless expressions give it another meaning. */
  private static String usable(String name) {
    try {
      FeatureViewDefinition.parse(
          "{view: v, entity: customer, features: [{name: \"%s\", event: e, aggregate: last, of: v}]}"
              .formatted(name));
      return name;
    } catch (DefinitionException e) {
      return name + "_value";
    }
  }
}
