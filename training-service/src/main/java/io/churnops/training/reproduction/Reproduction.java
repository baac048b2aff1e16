package io.churnops.training.reproduction;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to make a version again, and what came of it.
 *
 * @param verdict once it is finished
 * @param reasons why the version is not the same, or can never be made again
 * @param parts of the version, as they were recorded and as they are now
 * @param environment what the version was made on, where this service runs on something else
 * @param datasetId the training set that was built again; absent where the rows were a table's
 * @param attempt how often it was begun; more than once when the service stopped meanwhile
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Reproduction")
record Reproduction(
    String reproductionId,
    String model,
    int version,
    Status status,
    @Nullable Verdict verdict,
    List<Findings.Reason> reasons,
    List<Findings.Part> parts,
    List<Findings.Surrounding> environment,
    @Nullable String datasetId,
    @Nullable Error error,
    String requestedBy,
    int attempt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** How far it is. */
  @Schema(name = "ReproductionStatus")
  enum Status {
    QUEUED,
    RUNNING,
    FINISHED,
    FAILED
  }

  /** What came of it. */
  @Schema(name = "ReproductionVerdict")
  enum Verdict {
    /** Rows and model are the same. */
    REPRODUCED,
    /** Something is not the same, for reasons that are told. */
    DIFFERENT,
    /** It can never be the same again, for a reason that is told. */
    IMPOSSIBLE
  }

  /** Why it failed, which says nothing of the version: a stable code and a sentence. */
  @Schema(name = "ReproductionError")
  record Error(String code, String detail) {}
}
