package io.churnops.training.promotion;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the versions of one model are held to, in place of the settings of the service, which hold
 * where nothing is said.
 *
 * @param maximumLatencyMillis of the score of one row, in the middle
 * @param requireApproval whether somebody must approve of a version
 * @see GateSettings
 */
@Schema(name = "GateLimits")
@JsonInclude(JsonInclude.Include.NON_NULL)
record GateLimits(
    @Nullable Boolean betterThanChampion,
    @DecimalMin("0") @DecimalMax("1") @Nullable Double minimumPrecision,
    @DecimalMin("0") @DecimalMax("1") @Nullable Double minimumRecall,
    @DecimalMin("0") @DecimalMax("1") @Nullable Double maximumCalibrationError,
    @DecimalMin("0.5") @DecimalMax("1") @Nullable Double maximumColumnAuc,
    @DecimalMin("0") @DecimalMax("1") @Nullable Double maximumSegmentLoss,
    @DecimalMin("0.001") @DecimalMax("60000") @Nullable Double maximumLatencyMillis,
    @Nullable Boolean requireApproval) {

  private static final double NANOS_PER_MILLISECOND = 1e6;

  /** The limits of a model where nothing is said of it. */
  static GateLimits of(GateSettings settings, String model) {
    return new GateLimits(
        settings.betterThanChampion(),
        settings.minimumPrecision(),
        settings.minimumRecall(),
        settings.maximumCalibrationError(),
        settings.maximumColumnAuc(),
        settings.maximumSegmentLoss(),
        settings.maximumLatency().toNanos() / NANOS_PER_MILLISECOND,
        settings.asksForApproval(model));
  }

  /** The settings, where these limits say nothing else. */
  GateSettings over(GateSettings settings) {
    return new GateSettings(
        either(betterThanChampion, settings.betterThanChampion()),
        either(minimumPrecision, settings.minimumPrecision()),
        either(minimumRecall, settings.minimumRecall()),
        either(maximumCalibrationError, settings.maximumCalibrationError()),
        either(maximumColumnAuc, settings.maximumColumnAuc()),
        either(maximumSegmentLoss, settings.maximumSegmentLoss()),
        maximumLatencyMillis == null
            ? settings.maximumLatency()
            : Duration.ofNanos(Math.round(maximumLatencyMillis * NANOS_PER_MILLISECOND)),
        requireApproval == null
            ? settings.requireApproval()
            : requireApproval ? List.of(GateSettings.ALL_MODELS) : List.of());
  }

  private static <T> T either(@Nullable T said, T otherwise) {
    return said == null ? otherwise : said;
  }
}
