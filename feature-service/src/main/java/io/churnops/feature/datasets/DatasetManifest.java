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
 * @param label the main label, whose column is {@code label}
 * @param labels all labels, the main one first
 * @param cutoffs ascending; of a spine of more than 400 moments the first and the last
 * @param rows all rows, of which {@code labelled} have the main label, of which {@code positives}
 *     churned
 * @param eventHighWater how far the log had come; absent for a table
 * @param spine where the rows were named by the caller
 * @param table where the rows are those of an imported table
 * @param basis absent where it could not be told; then no rows are taken over from it
 * @param reuse what was taken over from an earlier training set; absent where there was none like
 *     it
 * @param sha256 of the rows as CSV, uncompressed, in hexadecimal; equal inputs give an equal one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DatasetManifest(
    String datasetId,
    View view,
    Label label,
    List<LabelColumn> labels,
    List<Instant> cutoffs,
    KnownTimeMode knownTime,
    long rows,
    long labelled,
    long positives,
    List<Column> columns,
    @Nullable HighWater eventHighWater,
    @Nullable SpineSummary spine,
    @Nullable TableSource table,
    @Nullable Basis basis,
    @Nullable Reuse reuse,
    String sha256,
    Instant createdAt) {

  /** Of a spine of more moments, only the first and the last are told. */
  static final int MOST_CUTOFFS = 400;

  record View(String name, String fingerprint, JsonNode definition) {}

  /**
   * A label.
   *
   * @param horizon how far it looks ahead, as {@code 30d}; absent where nobody said
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Label(String name, String fingerprint, JsonNode definition, @Nullable String horizon) {}

  /**
   * A label's column.
   *
   * @param column its name in the rows
   * @param definition absent in training sets from before it was told
   * @param immature rows too young for the label: never a 0
   * @param ineligible rows of which this label does not ask, while another does
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LabelColumn(
      String column,
      String name,
      String fingerprint,
      @Nullable JsonNode definition,
      @Nullable String horizon,
      long labelled,
      long positives,
      long immature,
      long ineligible) {}

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
   * What rows depend on beside the events and the definitions: they are the same again if it is.
   *
   * @param code a digest of the code that made them
   * @param identityChange the number of the last change of who is one customer
   * @param erasures how many customers were erased by then
   */
  record Basis(String code, long identityChange, long erasures) {}

  /**
   * Rows taken over from an earlier training set byte for byte, since they are the same again.
   *
   * @param datasetId the earlier training set
   * @param cutoffs whose rows were taken over
   * @param rows how many
   * @param customersAnew customers of whom something came to be known that may change those rows:
   *     theirs were folded anew
   * @param because why other rows, or all, were folded anew though the earlier training set has
   *     them
   */
  record Reuse(
      String datasetId,
      List<Instant> cutoffs,
      long rows,
      long customersAnew,
      List<String> because) {}

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
