package io.churnops.feature.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.kit.erasure.Remaining;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An erasure as the API shows it. It holds no id of a customer.
 *
 * @param ids how many ids the customer had
 * @param removed what was removed from the feature store, by store; absent until it was
 * @param remaining what of the customer is still there, why and until when; in other services, too,
 *     see {@code services}
 * @param services what other services have removed
 * @param outstanding what is not done yet: services that have not answered, {@code feature} for
 *     this one
 * @param problem what has kept this service from going on at its last attempt
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErasureAnswer(
    UUID erasureId,
    Status status,
    Instant requestedAt,
    String requestedBy,
    int ids,
    @Nullable Map<String, Long> removed,
    @Nullable Instant removedAt,
    List<Remaining> remaining,
    List<OfService> services,
    List<String> outstanding,
    @Nullable String problem) {

  enum Status {
    /** Something is outstanding. */
    RUNNING,
    /** Every service has removed what it keeps of customers; what remains is said. */
    COMPLETE
  }

  /** What one service has removed, by store, and what remains there. */
  record OfService(
      String service, Map<String, Long> removed, List<Remaining> remaining, Instant answeredAt) {}
}
