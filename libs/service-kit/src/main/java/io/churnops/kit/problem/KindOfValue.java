package io.churnops.kit.problem;

import io.churnops.kit.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Says what values of a type look like, in words that follow "must be"; those of an enum as
 * parameters spell them.
 */
final class KindOfValue {

  private KindOfValue() {}

  static Optional<String> of(Class<?> type) {
    if (type.isEnum()) {
      return Optional.of(
          Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", ", "one of ", "")));
    }
    if (type == Instant.class) {
      return Optional.of("a time like 2026-01-31T00:00:00Z");
    }
    if (type == Duration.class) {
      return Optional.of("a duration like PT30M");
    }
    if (type == UUID.class) {
      return Optional.of(Ids.LIKE);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Optional.of("true or false");
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return Optional.of("a whole number");
    }
    return type == double.class || type == Double.class
        ? Optional.of("a number")
        : Optional.empty();
  }
}
