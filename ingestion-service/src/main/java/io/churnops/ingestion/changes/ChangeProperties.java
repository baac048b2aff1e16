package io.churnops.ingestion.changes;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How tables' changes are captured.
 *
 * @param topics which topics a mapping may name, as a regular expression of whole names
 * @param deadLetterTopic where records go that cannot become events
 * @param folder folder with mappings (.yaml) that are registered at every start; none unless set
 * @param lookEvery how often each instance looks for mappings registered elsewhere
 * @param deadLetters how much is kept for people of what could not become events
 */
@Validated
@ConfigurationProperties(prefix = "churnops.ingestion.changes", ignoreUnknownFields = false)
record ChangeProperties(
    @DefaultValue("cdc\\..+") Pattern topics,
    @DefaultValue("change-records.v1-dlt") String deadLetterTopic,
    @Nullable Path folder,
    @DefaultValue("2s") Duration lookEvery,
    @DefaultValue @Valid Letters deadLetters) {

  /**
   * How many records that could not become events are kept, and for how long.
   *
   * @param maxOpen records that may await a decision; further ones wait on the topic
   * @param maxOpenSize what these may be large together
   * @param retention how long a record is kept, decided on or not
   * @param auditRetention how long it is known who decided what
   */
  record Letters(
      @DefaultValue("50000") @Positive int maxOpen,
      @DefaultValue("1GB") DataSize maxOpenSize,
      @DefaultValue("30d") Duration retention,
      @DefaultValue("400d") Duration auditRetention) {}
}
