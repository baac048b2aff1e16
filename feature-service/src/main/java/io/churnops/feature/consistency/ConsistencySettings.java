package io.churnops.feature.consistency;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What can be set of the comparison of served vectors with the log.
 *
 * @param every how often it is made
 * @param sampleEvery one of so many vectors served from Redis is kept for it
 * @param mostSamples so many are kept at most; then new ones are left out until the next comparison
 * @param probes so many customers more have their present state looked at, in turn
 */
@Validated
@ConfigurationProperties(prefix = "churnops.consistency", ignoreUnknownFields = false)
record ConsistencySettings(
    @NotNull Duration every,
    @Min(1) int sampleEvery,
    @Min(0) @Max(1_000_000) int mostSamples,
    @Min(0) @Max(100_000) int probes) {}
