package io.churnops.training.retraining;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a model is retrained by the clock.
 *
 * @param nextAt the next time, in UTC
 * @param lastAt when it was last time
 * @param lastRetrainingId what was begun last
 * @param lastTold why nothing was begun last time, where that was so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RetrainingSchedule")
record Schedule(
    String model,
    String cron,
    String zone,
    RetrainingRequest request,
    String setBy,
    Instant setAt,
    @Nullable Instant nextAt,
    @Nullable Instant lastAt,
    @Nullable String lastRetrainingId,
    @Nullable String lastTold) {}
