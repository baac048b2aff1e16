package io.churnops.training.datasets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What a training dataset was made of.
 *
 * @param label the one to be trained on; as feature-service says it, the main one
 * @param labels all labels, the main one first; empty in datasets from before there were several
 * @param rows all rows, of which {@code labelled} have the label; of the others, it does not ask or
 *     they are too young for it
 * @param eventHighWater the events it was made from; absent for an imported table
 * @param basis absent where feature-service could not tell
 * @param sha256 of the rows as CSV, uncompressed, in hexadecimal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DatasetManifest(
    String datasetId,
    View view,
    Label label,
    List<LabelColumn> labels,
    List<Instant> cutoffs,
    String knownTime,
    int rows,
    int labelled,
    int positives,
    List<Column> columns,
    @Nullable JsonNode eventHighWater,
    @Nullable Basis basis,
    String sha256,
    Instant createdAt) {

  public DatasetManifest {
    labels = labels == null ? List.of() : List.copyOf(labels);
    cutoffs = List.copyOf(cutoffs);
    columns = List.copyOf(columns);
  }

  /**
   * What rows depend on beside the events and the definitions.
   *
   * @param code a digest of the code of feature-service that made them
   * @param erasures how many customers were erased by then
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Basis(String code, long erasures) {}

  /** The feature view that the columns come from. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record View(String name, String fingerprint, JsonNode definition) {

    /** The definition as text, in YAML or in JSON, which is YAML too. */
    public String definitionText() {
      return definition.isString() ? definition.asString() : definition.toString();
    }
  }

  /**
   * The same dataset as one of another label: what is counted and told of the label is of that one.
   *
   * @throws DatasetException if the dataset has no label of that name
   */
  public DatasetManifest ofLabel(String name) {
    if (name.equals(label.name())) {
      return this;
    }
    LabelColumn column =
        labels.stream()
            .filter(other -> other.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknownLabel(name));
    return new DatasetManifest(
        datasetId,
        view,
        column.label(),
        labels,
        cutoffs,
        knownTime,
        rows,
        column.labelled(),
        column.positives(),
        columns,
        eventHighWater,
        basis,
        sha256,
        createdAt);
  }

  /** The same dataset under another name. */
  DatasetManifest named(String name) {
    return new DatasetManifest(
        name,
        view,
        label,
        labels,
        cutoffs,
        knownTime,
        rows,
        labelled,
        positives,
        columns,
        eventHighWater,
        basis,
        sha256,
        createdAt);
  }

  /** Whether it was made of the log, and not of a table that was sent. */
  public boolean ofTheLog() {
    return eventHighWater != null;
  }

  private DatasetException unknownLabel(String name) {
    return new DatasetException(
        "unknown_label",
        "Dataset %s has no label '%s'. It has: %s"
            .formatted(datasetId, name, String.join(", ", labelNames())));
  }

  private List<String> labelNames() {
    return labels.isEmpty()
        ? List.of(label.name())
        : labels.stream().map(LabelColumn::name).toList();
  }

  /** The columns of labels, the dataset's main one first. */
  List<String> labelColumns() {
    return labels.isEmpty() ? List.of("label") : labels.stream().map(LabelColumn::column).toList();
  }

  /** Which of the columns of labels is that of the label. */
  int labelIndex() {
    return Math.max(0, labelNames().indexOf(label.name()));
  }

  /**
   * A label's column.
   *
   * @param definition absent in datasets from before it was told
   * @param labelled rows that have it, of which {@code positives} churned
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LabelColumn(
      String column,
      String name,
      String fingerprint,
      @Nullable JsonNode definition,
      @Nullable String horizon,
      int labelled,
      int positives) {

    Label label() {
      return new Label(
          name, fingerprint, definition == null ? NullNode.instance : definition, horizon);
    }
  }

  /**
   * What counts as churn, looked for in {@code [cutoff, cutoff + horizon)}.
   *
   * @param horizon absent for a table whose sender did not say
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Label(
      String name, String fingerprint, JsonNode definition, @Nullable String horizon) {

    private static final Pattern DAYS_OR_HOURS = Pattern.compile("([1-9][0-9]{0,4})([dh])");

    /** How far the label looks ahead; nothing where nobody said, so that only customers part. */
    public Duration horizonDuration() {
      return horizon == null ? Duration.ZERO : span(name, horizon);
    }

    static Duration span(String name, String horizon) {
      Matcher matcher = DAYS_OR_HOURS.matcher(horizon);
      if (!matcher.matches()) {
        throw new DatasetException(
            "dataset_malformed",
            "The horizon '%s' of label %s is no time".formatted(horizon, name));
      }
      int count = Integer.parseInt(matcher.group(1));
      return matcher.group(2).equals("d") ? Duration.ofDays(count) : Duration.ofHours(count);
    }
  }

  /** A column of the rows. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Column(String name, InputType type) {}

  List<InputColumn> inputs() {
    return columns.stream().map(column -> new InputColumn(column.name(), column.type())).toList();
  }
}
