package io.churnops.training.reproduction;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How versions are made again.
 *
 * @param lookEvery how often a training set that is being built is looked at, 100 ms at least
 * @param patience how long a feature-service that gives no answer is waited for, and a bucket
 * @param longestBuild how long a training set may take to be built again, 100 ms at least
 */
@Validated
@ConfigurationProperties(prefix = "churnops.reproduction", ignoreUnknownFields = false)
record ReproductionProperties(
    @NotNull @DurationMin(millis = 100) @DefaultValue("1s") Duration lookEvery,
    @NotNull @DurationMin(millis = 100) @DefaultValue("30m") Duration patience,
    @NotNull @DurationMin(millis = 100) @DefaultValue("6h") Duration longestBuild) {}
