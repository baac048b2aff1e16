package io.churnops.feature;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What can be set of the feature store.
 *
 * @param consumers threads that read customer events, at most one per partition of the topic
 * @param logReads requests that may fold customers from the log at the same time
 * @param staleAfter how long an event may wait to be folded before values count as stale
 * @param dataFolder where training sets are kept
 */
@Validated
@ConfigurationProperties(prefix = "churnops.features", ignoreUnknownFields = false)
public record FeatureSettings(
    @Min(1) @Max(64) int consumers,
    @Min(1) @Max(64) int logReads,
    @NotNull Duration staleAfter,
    @NotNull Path dataFolder) {}
