package io.churnops.feature.datasets;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.features.engine.ColumnType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a training set was made of and what is in it.
 *
 * @param rows all rows, of which {@code labelled} have a label, of which {@code positives} churned
 * @param eventHighWater how far the log had come
 * @param sha256 of the rows as CSV, uncompressed, in hexadecimal; equal inputs give an equal one
 */
record DatasetManifest(
    String datasetId,
    View view,
    Label label,
    List<Instant> cutoffs,
    KnownTimeMode knownTime,
    long rows,
    long labelled,
    long positives,
    List<Column> columns,
    HighWater eventHighWater,
    String sha256,
    Instant createdAt) {

  record View(String name, String fingerprint, JsonNode definition) {}

  record Label(String name, String fingerprint, JsonNode definition, String horizon) {}

  /**
   * A column and its values.
   *
   * @param missing rows without a value
   * @param min of a number with at least one value, as are max and mean
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Column(
      String name,
      ColumnType type,
      long missing,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double mean) {}

  /**
   * The state of the log.
   *
   * @param offsets per Kafka partition, as the log counts them
   * @param knownTime the latest known time of an event
   * @param eventTime the latest event time
   * @param labelsMatureUntil labels that look no further than this are given
   */
  record HighWater(
      Map<Integer, Long> offsets,
      Instant knownTime,
      Instant eventTime,
      Instant labelsMatureUntil) {}
}
