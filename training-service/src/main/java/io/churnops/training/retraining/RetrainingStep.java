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
 * @param attempt how often it was begun; more than once when the service stopped or lost its
 *     database meanwhile, or somebody asked for it anew
 * @param stops how often the service stopped while it worked on it, since somebody asked for it
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
    @JsonIgnore int stops,
    JsonNode progress,
    JsonNode result,
    @Nullable String code,
    @Nullable String reason,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {}
