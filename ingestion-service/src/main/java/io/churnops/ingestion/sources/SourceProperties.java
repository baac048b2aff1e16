package io.churnops.ingestion.sources;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which sources may be pulled from, and how.
 *
 * @param allow {@code host:port} of every place that may be asked; none unless set
 * @param secrets folder with a file for each secret that declarations may name
 * @param atATime sources that one instance pulls from at the same time; each holds a connection
 * @param lookEvery how often each instance looks for sources that are due
 * @param rememberedRows rows in the overlap of a source that are known to have been taken
 * @param runsKeptFor how long runs are kept
 */
@Validated
@ConfigurationProperties(prefix = "churnops.ingestion.sources", ignoreUnknownFields = false)
record SourceProperties(
    @DefaultValue List<String> allow,
    @Nullable Path secrets,
    @DefaultValue("2") @Min(1) @Max(4) int atATime,
    @DefaultValue("2s") Duration lookEvery,
    @DefaultValue("200000") @PositiveOrZero int rememberedRows,
    @DefaultValue("90d") Duration runsKeptFor) {}
