package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A training run as it is told.
 *
 * @param parameters what the forest was really grown with, defaults filled in
 * @param metrics the figures on the test rows
 * @param cancelledBy who cancelled it, at its end
 * @param progress how far it is while it runs
 * @param cost what its last attempt took
 * @param attempt how often it was begun; more than once when the service stopped meanwhile
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "TrainingRun")
record Run(
    String runId,
    RunStatus status,
    @Nullable Error error,
    @Nullable String cancelledBy,
    ProgressLog.@Nullable Progress progress,
    String experiment,
    String model,
    String datasetId,
    String requestedBy,
    JsonNode request,
    @Nullable JsonNode parameters,
    JsonNode tags,
    JsonNode environment,
    @Nullable JsonNode split,
    JsonNode metrics,
    @Nullable JsonNode promotion,
    @Nullable Integer modelVersion,
    @Nullable JsonNode cost,
    int attempt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** Why a run failed: a stable code and a sentence. */
  @Schema(name = "TrainingRunError")
  record Error(String code, String detail) {}
}
