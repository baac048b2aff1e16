package io.churnops.training.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Whether the audit is as it was written.
 *
 * @param lines how many were looked at, up to the first that is wrong
 * @param head the position and hash of the last line; kept elsewhere, they show later that nothing
 *     up to it was rewritten
 * @param broken what is wrong first; absent where all is well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditVerdict(boolean intact, long lines, Head head, @Nullable Broken broken) {

  /** The end of the chain. */
  public record Head(long position, String hash) {}

  /** Where the chain breaks. */
  public record Broken(long position, String reason) {}
}
