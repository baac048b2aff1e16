package io.churnops.ingestion.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.ingestion.event.Judgement;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of one event of a request. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ItemVerdict(
    @Schema(description = "Position in the request, from 0; blank lines of a stream do not count.")
        int index,
    @Schema(description = "The event's id, where it could be read.") @Nullable String id,
    Status status,
    @Schema(description = "Why it was rejected; stable.", example = "schema_violation")
        @Nullable String code,
    @Schema(
            description = "The reason for a person, without customer data.",
            example = "/data/amountMinor: must have a minimum value of 0")
        @Nullable String detail) {

  /** The three verdicts. */
  public enum Status {
    /** Kept by Kafka on all in-sync replicas. */
    ACCEPTED,
    /** The same source and id was accepted before; nothing was written. */
    DUPLICATE,
    /** Refused; kept on the dead-letter topic with the reason. */
    REJECTED
  }

  static ItemVerdict accepted(int index, String id) {
    return new ItemVerdict(index, id, Status.ACCEPTED, null, null);
  }

  static ItemVerdict duplicate(int index, String id) {
    return new ItemVerdict(index, id, Status.DUPLICATE, null, null);
  }

  static ItemVerdict rejected(int index, Judgement.Invalid invalid) {
    return new ItemVerdict(
        index, invalid.id(), Status.REJECTED, invalid.flaw().code(), invalid.detail());
  }
}
