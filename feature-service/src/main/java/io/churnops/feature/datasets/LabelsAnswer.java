package io.churnops.feature.datasets;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a label says of customers at moments, as rows of a training set would.
 *
 * @param horizon how far it looks ahead, as {@code 30d}
 * @param labelsMatureUntil up to when the log tells the whole story
 * @param rows in the order asked
 */
record LabelsAnswer(
    String label,
    String fingerprint,
    String horizon,
    KnownTimeMode knownTime,
    Instant labelsMatureUntil,
    List<Row> rows) {

  /** Whether there is a label, and if not, why. */
  @Schema(name = "LabelStatus")
  enum Status {
    PRESENT,
    /** The question is not asked of this customer at this moment. */
    INELIGIBLE,
    /** The horizon has not passed, or the log does not reach so far. */
    IMMATURE,
    /** No event of this customer is known. */
    UNKNOWN_ENTITY,
    /** The customer was erased, and stays so. */
    ERASED
  }

  /**
   * One customer at one moment.
   *
   * @param canonicalId the id that the customer went by
   * @param at in microseconds' precision
   * @param value 1 for churned and 0 for not; only where PRESENT
   * @param matureFrom when its horizon has passed; only where IMMATURE
   */
  @Schema(name = "ResolvedLabel")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String customerId,
      String canonicalId,
      Instant at,
      Status status,
      @Nullable Integer value,
      @Nullable Instant matureFrom) {}
}
