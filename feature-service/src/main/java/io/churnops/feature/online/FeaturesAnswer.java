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
 */
record FeaturesAnswer(
    String view,
    String fingerprint,
    Instant evaluatedAt,
    List<String> columns,
    List<Customer> customers) {

  enum Status {
    PRESENT,
    /** No event of this customer is known. */
    UNKNOWN_ENTITY
  }

  /**
   * One customer's features.
   *
   * @param values a number, a category or null (no value) per column; empty for an unknown customer
   * @param appliedOffsets per Kafka partition, the offset of the last event in the values, as the
   *     log counts it
   * @param degraded what made this answer slower or poorer than usual
   */
  record Customer(
      String customerId,
      Status status,
      @ArraySchema(
              schema =
                  @Schema(
                      description = "A number, a category or null",
                      nullable = true,
                      types = {"number", "string", "null"}))
          List<@Nullable Object> values,
      Map<Integer, Long> appliedOffsets,
      List<String> degraded) {}
}
