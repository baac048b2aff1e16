package io.churnops.feature.log;

import org.jspecify.annotations.Nullable;

/**
 * Customers whose ids lie next to each other, compared by their bytes in UTF-8.
 *
 * @param from the first id that may be in it; null for no bound
 * @param until the first id behind it; null for no bound
 */
public record CustomerRange(@Nullable String from, @Nullable String until) {

  /** Everybody. */
  public static final CustomerRange ALL = new CustomerRange(null, null);
}
