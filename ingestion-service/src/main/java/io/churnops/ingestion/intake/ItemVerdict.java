package io.churnops.ingestion.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.event.RuleBreach;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
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
        @Nullable String detail,
    @Schema(description = "The quality rule it breaks, with code quality_rule.")
        @Nullable String rule,
    @Schema(description = "Quality rules that it breaks and that only warn.")
        @Nullable List<RuleBreach> warnings) {

  /** The four verdicts. */
  public enum Status {
    /** Kept by Kafka on all in-sync replicas. */
    ACCEPTED,
    /** The same source and id was accepted before; nothing was written. */
    DUPLICATE,
    /** Held back for a person to decide; see the quarantine. */
    QUARANTINED,
    /** Refused; kept on the dead-letter topic with the reason. */
    REJECTED
  }

  static ItemVerdict accepted(int index, Judgement.Valid valid) {
    return new ItemVerdict(
        index,
        valid.event().id(),
        Status.ACCEPTED,
        null,
        null,
        null,
        valid.warnings().isEmpty() ? null : valid.warnings());
  }

  static ItemVerdict duplicate(int index, String id) {
    return new ItemVerdict(index, id, Status.DUPLICATE, null, null, null, null);
  }

  static ItemVerdict invalid(int index, Judgement.Invalid invalid) {
    return new ItemVerdict(
        index,
        invalid.id(),
        invalid.quarantined() ? Status.QUARANTINED : Status.REJECTED,
        invalid.flaw().code(),
        invalid.detail(),
        invalid.rule(),
        null);
  }
}
