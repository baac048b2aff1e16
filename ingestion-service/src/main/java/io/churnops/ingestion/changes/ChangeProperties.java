package io.churnops.ingestion.changes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How tables' changes are captured.
 *
 * @param topics which topics a mapping may name, as a regular expression of whole names
 * @param deadLetterTopic where records go that cannot become events
 * @param folder folder with mappings (.yaml) that are registered at every start; none unless set
 * @param lookEvery how often each instance looks for mappings registered elsewhere
 */
@Validated
@ConfigurationProperties(prefix = "churnops.ingestion.changes", ignoreUnknownFields = false)
record ChangeProperties(
    @DefaultValue("cdc\\..+") Pattern topics,
    @DefaultValue("change-records.v1-dlt") String deadLetterTopic,
    @Nullable Path folder,
    @DefaultValue("2s") Duration lookEvery) {}
