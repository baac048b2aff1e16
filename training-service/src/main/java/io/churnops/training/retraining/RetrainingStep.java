package io.churnops.training.retraining;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A step of a retraining as it is told.
 *
 * @param attempt how often it was begun; more than once when the service stopped meanwhile or
 *     somebody asked for it anew
 * @param progress what it has begun elsewhere and waits for
 * @param code of a failure or a refusal, for programs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RetrainingStep")
record RetrainingStep(
    Step step,
    StepStatus status,
    int attempt,
    @JsonIgnore int retries,
    JsonNode progress,
    JsonNode result,
    @Nullable String code,
    @Nullable String reason,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {}
