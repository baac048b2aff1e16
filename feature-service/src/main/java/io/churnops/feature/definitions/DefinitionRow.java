package io.churnops.feature.definitions;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored definition, of a view or a label.
 *
 * @param definition what it means
 * @param latest whether it was the last of its name to be registered
 */
record DefinitionRow(
    String fingerprint,
    String name,
    String definition,
    Notes notes,
    Standing standing,
    boolean latest,
    Instant createdAt,
    String createdBy) {

  /**
   * What changes no value.
   *
   * @param freshness how far behind its source a view may be, as {@code 30s}; null where it does
   *     not say, and of a label
   */
  record Notes(
      @Nullable String description,
      @Nullable String owner,
      List<String> tags,
      @Nullable String freshness) {
    Notes {
      tags = List.copyOf(tags);
    }
  }
}
