package io.churnops.training.retraining;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** When a model is to be retrained, and as what. */
@Schema(name = "RetrainingScheduleRequest")
record ScheduleRequest(
    @NotNull
        @Size(max = 200)
        @Schema(
            description = "Six fields, the first for seconds; an hour apart at least",
            example = "0 30 4 * * MON")
        String cron,
    @NotNull
        @Size(max = 100)
        @Schema(description = "The time zone of the clock", example = "Europe/Berlin")
        String zone,
    @Valid @Schema(description = "As in POST /v1/retraining")
        RetrainingRequest.@Nullable DatasetWish dataset,
    @Size(max = 20) @Schema(description = "As in POST /v1/retraining")
        @Nullable Map<String, Object> train,
    @Schema(description = "if_better unless said otherwise") @Nullable PromotePolicy promote) {

  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final int TIMES_LOOKED_AT = 50;

  /** Public, since the security expression of the controller asks it. */
  public boolean promotes() {
    return retraining("any").promotes();
  }

  /** What is asked for each time. */
  @JsonIgnore
  RetrainingRequest retraining(String model) {
    return new RetrainingRequest(model, dataset, train, promote);
  }

  /** The first time after a moment; none if there is never one again. */
  static Optional<Instant> next(String cron, String zone, Instant after) {
    return Optional.ofNullable(CronExpression.parse(cron).next(after.atZone(ZoneId.of(zone))))
        .map(ZonedDateTime::toInstant);
  }

  /**
   * Refuses what is no time of a clock, and what comes too often.
   *
   * @throws RetrainingException with the reason
   */
  void check(Instant now) {
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw RetrainingException.badSchedule(
          "No time zone '%s' is known; Europe/Berlin is one.".formatted(zone));
    }
    Instant before = null;
    Instant time = now;
    for (int i = 0; i < TIMES_LOOKED_AT; i++) {
      Optional<Instant> next;
      try {
        next = next(cron, zone, time);
      } catch (IllegalArgumentException e) {
        throw RetrainingException.badSchedule(
            "'cron' has six fields, the first for seconds, as 0 30 4 * * MON: " + e.getMessage());
      }
      if (next.isEmpty()) {
        break;
      }
      if (before != null && Duration.between(before, next.get()).compareTo(SHORTEST) < 0) {
        throw RetrainingException.badSchedule(
            "Times of '%s' are less than an hour apart.".formatted(cron));
      }
      before = next.get();
      time = next.get();
    }
    if (before == null) {
      throw RetrainingException.badSchedule("No clock ever shows '%s'.".formatted(cron));
    }
  }
}
