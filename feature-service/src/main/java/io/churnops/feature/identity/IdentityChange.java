package io.churnops.feature.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said of two ids.
 *
 * @param number changes count up in the order in which the store learned of them
 * @param knownFrom when it became known to the business
 * @param madeBy who cut, of a cut
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IdentityChange(
    long number,
    Kind kind,
    String knownId,
    String otherId,
    Instant knownFrom,
    @Nullable String madeBy,
    @Nullable String reason) {

  /** What was said. */
  public enum Kind {
    /** The two are one customer. */
    JOIN,
    /** They are not. */
    CUT
  }
}
