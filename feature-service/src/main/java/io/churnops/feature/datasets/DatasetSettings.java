package io.churnops.feature.datasets;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What can be set of training sets.
 *
 * @param threads that read the log and fold customers for one training set, each with a database
 *     connection
 * @param eventsPerRange about how many events one thread takes at a time
 * @param mostUpload the largest table or spine that is taken, as sent
 * @param mostUnpacked the largest table or spine that is taken, unpacked
 * @param rebuiltRetention how long the rows of a training set stay that was built again
 */
@Validated
@ConfigurationProperties(prefix = "churnops.datasets", ignoreUnknownFields = false)
record DatasetSettings(
    @DefaultValue("4") @Min(1) @Max(8) int threads,
    @DefaultValue("50000") @Min(100) @Max(10_000_000) int eventsPerRange,
    @DefaultValue("200MB") @NotNull DataSize mostUpload,
    @DefaultValue("2GB") @NotNull DataSize mostUnpacked,
    @DefaultValue("7d") @NotNull Duration rebuiltRetention) {}
