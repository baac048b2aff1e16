package io.churnops.feature.definitions;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody looks for: everything in which each of the words occurs, in whatever case. */
record Words(List<String> words) {

  static Words of(@Nullable String query) {
    return new Words(
        query == null
            ? List.of()
            : Arrays.stream(query.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList());
  }

  boolean fit(Stream<String> texts) {
    String whole = texts.collect(Collectors.joining("\n")).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(whole::contains);
  }
}
