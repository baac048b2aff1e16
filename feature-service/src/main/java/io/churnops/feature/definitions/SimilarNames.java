package io.churnops.feature.definitions;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
final class SimilarNames {

  /** Of four characters, one may be wrong. */
  private static final int CHARACTERS_PER_MISTAKE = 4;

  private SimilarNames() {}

  /** The name with the fewest mistakes, if they are few for its length. */
  static Optional<String> nearest(String written, Collection<String> names) {
    return names.stream()
        .filter(name -> mistakes(written, name) * CHARACTERS_PER_MISTAKE <= name.length())
        .min(
            Comparator.<String>comparingInt(name -> mistakes(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** How many characters must be put in, left out or changed (Levenshtein's distance). */
  private static int mistakes(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
