package io.churnops.training.datasets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a training dataset was made of.
 *
 * @param rows all rows, of which {@code labelled} have a label; the others are too young for one
 * @param eventHighWater the events it was made from
 * @param sha256 of the rows as CSV, uncompressed, in hexadecimal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DatasetManifest(
    String datasetId,
    View view,
    Label label,
    List<Instant> cutoffs,
    String knownTime,
    int rows,
    int labelled,
    int positives,
    List<Column> columns,
    JsonNode eventHighWater,
    String sha256,
    Instant createdAt) {

  public DatasetManifest {
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

  /** What counts as churn, looked for in {@code [cutoff, cutoff + horizon)}. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Label(String name, String fingerprint, JsonNode definition, String horizon) {

    private static final Pattern DAYS_OR_HOURS = Pattern.compile("([1-9][0-9]{0,4})([dh])");

    /** How far the label looks ahead. */
    public Duration horizonDuration() {
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
