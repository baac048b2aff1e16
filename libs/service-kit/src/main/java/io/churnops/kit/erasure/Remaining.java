package io.churnops.kit.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something of an erased customer that is still there.
 *
 * @param store where, for example {@code kafka:customer-events.v1}
 * @param until when it is gone at the latest; null where nothing ends it
 * @param reason why it is there, and where nothing ends it, what would
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Remaining(String store, @Nullable Instant until, String reason) {

  public Remaining {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(reason, "reason");
  }
}
