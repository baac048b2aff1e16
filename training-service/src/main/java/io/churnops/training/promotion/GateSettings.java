package io.churnops.training.promotion;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a version is held to before it becomes the champion.
 *
 * @param betterThanChampion whether it must rank better than the champion, beyond chance
 * @param minimumPrecision of its decisions on the test rows, in any case that of choosing at random
 * @param minimumRecall of its decisions on the test rows
 * @param maximumCalibrationError beyond what chance makes of so many rows
 * @param maximumColumnAuc what a single column may reach alone before it counts as a leak
 * @param maximumSegmentLoss how much lower the AUC of a segment may be than that of all rows
 * @param maximumLatency of the score of one row, in the middle
 * @param requireApproval models whose versions somebody must approve of; {@code *} is every model
 */
@Validated
@ConfigurationProperties(prefix = "churnops.gates", ignoreUnknownFields = false)
record GateSettings(
    @DefaultValue("true") boolean betterThanChampion,
    @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double minimumPrecision,
    @DefaultValue("0") @DecimalMin("0") @DecimalMax("1") double minimumRecall,
    @DefaultValue("0.1") @DecimalMin("0") @DecimalMax("1") double maximumCalibrationError,
    @DefaultValue("0.95") @DecimalMin("0.5") @DecimalMax("1") double maximumColumnAuc,
    @DefaultValue("0.1") @DecimalMin("0") @DecimalMax("1") double maximumSegmentLoss,
    @DefaultValue("1ms") Duration maximumLatency,
    @DefaultValue List<String> requireApproval) {

  static final String ALL_MODELS = "*";

  GateSettings {
    requireApproval = List.copyOf(requireApproval);
  }

  boolean asksForApproval(String model) {
    return requireApproval.contains(ALL_MODELS) || requireApproval.contains(model);
  }
}
