package io.churnops.feature.erasure;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What {@code customer-erasures.v1} says. */
record ErasureMessage(UUID erasureId, List<String> customerIds, Instant requestedAt) {

  static ErasureMessage of(UUID erasureId, Collection<String> customerIds, Instant requestedAt) {
    return new ErasureMessage(erasureId, customerIds.stream().sorted().toList(), requestedAt);
  }
}
