package io.churnops.ingestion.imports;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How files are imported.
 *
 * @param spool folder in which uploaded files wait; must outlive a restart
 * @param folder folder whose files can be imported where they lie; none unless set
 * @param groupingMemory what the groups and counts of one import may hold in memory
 * @param maxSpool bytes that uploaded files may have together, those that are arriving included
 * @param maxInflated bytes an uploaded file may have once unpacked
 * @param maxWaiting imports that may be unfinished at a time
 * @param progressEvery how often the report of a running import is renewed
 * @param rejectedKept rejected rows, and as many rejected events, that are kept of one import
 * @param rejectedKeptFor how long they are kept after its end
 * @param dryRunRows rows of a file that a dry run looks at
 */
@Validated
@ConfigurationProperties(prefix = "churnops.ingestion.imports", ignoreUnknownFields = false)
record ImportProperties(
    Path spool,
    @Nullable Path folder,
    @DefaultValue("128MB") DataSize groupingMemory,
    @DefaultValue("2GB") DataSize maxSpool,
    @DefaultValue("2GB") DataSize maxInflated,
    @DefaultValue("20") @Positive int maxWaiting,
    @DefaultValue("2s") Duration progressEvery,
    @DefaultValue("100000") @PositiveOrZero int rejectedKept,
    @DefaultValue("30d") Duration rejectedKeptFor,
    @DefaultValue("1000000") @Positive int dryRunRows) {}
