package io.churnops.ingestion.imports;

import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How files are imported.
 *
 * @param spool folder in which uploaded files wait; must outlive a restart
 * @param groupingMemory what the groups and counts of one import may hold in memory
 * @param maxInflated bytes a file may have once unpacked
 * @param maxWaiting imports that may be unfinished at a time
 * @param progressEvery how often the report of a running import is renewed
 */
@Validated
@ConfigurationProperties(prefix = "churnops.ingestion.imports", ignoreUnknownFields = false)
record ImportProperties(
    Path spool,
    @DefaultValue("128MB") DataSize groupingMemory,
    @DefaultValue("2GB") DataSize maxInflated,
    @DefaultValue("20") @Positive int maxWaiting,
    @DefaultValue("2s") Duration progressEvery) {}
