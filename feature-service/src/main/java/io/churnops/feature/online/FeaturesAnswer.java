package io.churnops.feature.online;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The features of customers at one moment.
 *
 * @param columns the names of the values, in their order
 * @param lag how far the store is behind its source; absent while that cannot be told
 */
record FeaturesAnswer(
    String view,
    String fingerprint,
    Instant evaluatedAt,
    List<String> columns,
    @Nullable Lag lag,
    List<Customer> customers) {

  enum Status {
    PRESENT,
    /** No event gave the feature a value. */
    NULL,
    /** Events wait to be folded for longer than the objective allows. */
    STALE,
    /** The view is being backfilled, and has not come to this customer. */
    NOT_READY,
    /** No event of this customer is known. */
    UNKNOWN_ENTITY,
    /** The customer was erased, and stays so. */
    ERASED
  }

  /**
   * What the store has not folded yet.
   *
   * @param events in the source that are not in any value
   * @param seconds since the oldest of them was seen there
   * @param objectiveSeconds beyond which values are STALE
   */
  record Lag(long events, double seconds, double objectiveSeconds) {

    boolean isTooLarge() {
      return events > 0 && seconds > objectiveSeconds;
    }
  }

  /**
   * One customer's features.
   *
   * @param canonicalId the id that the customer goes by, the same for all ids joined to it
   * @param status PRESENT and STALE have values, the others none
   * @param values a number, a category or null (no value) per column; empty for an unknown customer
   * @param statuses PRESENT, NULL or STALE per value
   * @param appliedOffsets per Kafka partition, the offset of the last event in the values, as the
   *     log counts it
   * @param degraded what made this answer slower or poorer than usual
   */
  record Customer(
      String customerId,
      String canonicalId,
      Status status,
      @ArraySchema(
              schema =
                  @Schema(
                      description = "A number, a category or null",
                      nullable = true,
                      types = {"number", "string", "null"}))
          List<@Nullable Object> values,
      List<Status> statuses,
      Map<Integer, Long> appliedOffsets,
      List<String> degraded) {}
}
