package io.churnops.training.runs;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How training runs.
 *
 * @param threads how many trees grow at a time, 1 to 64
 * @param gitCommit of the code, where known; kept with each run
 */
@Validated
@ConfigurationProperties(prefix = "churnops.training", ignoreUnknownFields = false)
record TrainingProperties(
    @Min(1) @Max(64) @DefaultValue("2") int threads, @DefaultValue("") String gitCommit) {}
