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

/**
 * What a training dataset was made of.
 *
 * @param label the main label, in the column {@code label}
 * @param labels all labels, the main one first; absent where there is only one
 * @param rows all rows, of which {@code labelled} have a label; the others are too young for one
 * @param eventHighWater the events it was made from; absent for an imported table
 * @param sha256 of the rows as CSV, uncompressed, in hexadecimal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DatasetManifest(
    String datasetId,
    View view,
    Label label,
    @Nullable List<LabelColumn> labels,
    List<Instant> cutoffs,
    String knownTime,
    int rows,
    int labelled,
    int positives,
    List<Column> columns,
    @Nullable JsonNode eventHighWater,
    String sha256,
    Instant createdAt) {

  public DatasetManifest {
    labels = labels == null ? null : List.copyOf(labels);
    cutoffs = List.copyOf(cutoffs);
    columns = List.copyOf(columns);
  }

  /** The feature view that the columns come from. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record View(String name, String fingerprint, JsonNode definition) {

    /** The definition as text, in YAML or in JSON, which is YAML too. */
    public String definitionText() {
      return definition.isString() ? definition.asString() : definition.toString();
    }
  }

  /** The columns of labels, the main one first. */
  List<String> labelColumns() {
    return labels == null ? List.of("label") : labels.stream().map(LabelColumn::column).toList();
  }

  /**
   * A label's column.
   *
   * @param labelled rows that have it, of which {@code positives} churned
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LabelColumn(
      String column,
      String name,
      String fingerprint,
      @Nullable String horizon,
      int labelled,
      int positives) {}

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
      if (horizon == null) {
        return Duration.ZERO;
      }
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
