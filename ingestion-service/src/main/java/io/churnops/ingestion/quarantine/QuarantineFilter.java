package io.churnops.ingestion.quarantine;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which events are meant; what is absent does not matter. */
record QuarantineFilter(
    @Schema(description = "The event's type.") @Nullable String type,
    @Schema(description = "Why it is here.", example = "time_in_future") @Nullable String code,
    @Schema(description = "The quality rule it breaks.") @Nullable String rule,
    @Schema(description = "The customer id.") @Nullable String subject,
    @Schema(description = "The event's source.") @Nullable String source,
    @Schema(description = "True: held back by a rule. False: the sender was told it is refused.")
        @Nullable Boolean quarantined,
    @Schema(description = "Refused at this time or later.") @Nullable Instant since,
    @Schema(description = "Refused before this time.") @Nullable Instant until) {

  static final QuarantineFilter ALL =
      new QuarantineFilter(null, null, null, null, null, null, null, null);

  static final String NAMES = "Must name something, so that nothing is decided on by accident.";
  static final String ALL_OPEN = "True, and no filter: all open events.";
  static final String OR_ALL = "must name something, or be absent with \"all\": true";

  /** Whether a decision on many says which ones: those of a filter, or all. */
  static boolean isMeant(@Nullable QuarantineFilter filter, @Nullable Boolean all) {
    boolean names = filter != null && !filter.equals(ALL);
    return names != Boolean.TRUE.equals(all);
  }

  /** Postgres keeps no text with U+0000, so nothing can be found by one. */
  boolean findsNothing() {
    return unstorable(type)
        || unstorable(code)
        || unstorable(rule)
        || unstorable(subject)
        || unstorable(source);
  }

  private static boolean unstorable(@Nullable String text) {
    return text != null && text.indexOf('\0') >= 0;
  }
}
