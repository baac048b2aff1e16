package io.churnops.training.datasets;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * How single rows of a training set that was built again differ from those of the first.
 *
 * @param onlyInFirst rows of which the other has none
 * @param onlyInSecond rows of which the first has none
 * @param different rows of both with another value
 * @param byColumn in how many of those a column differs
 */
public record RowDifferences(
    long onlyInFirst, long onlyInSecond, long different, Map<String, Long> byColumn) {

  private static final int MOST_COLUMNS = 10;

  static RowDifferences of(JsonNode rows) {
    Map<String, Long> byColumn = new TreeMap<>();
    rows.path("byColumn")
        .properties()
        .forEach(column -> byColumn.put(column.getKey(), column.getValue().asLong()));
    return new RowDifferences(
        rows.path("onlyInBase").asLong(),
        rows.path("onlyInOther").asLong(),
        rows.path("different").asLong(),
        byColumn);
  }

  /** The differences in a sentence. */
  public String sentence() {
    String columns =
        byColumn.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_COLUMNS)
            .map(column -> "%s in %d".formatted(column.getKey(), column.getValue()))
            .collect(Collectors.joining(", "));
    return "%d rows are no longer there, %d are new, %d have other values%s"
        .formatted(onlyInFirst, onlyInSecond, different, columns.isEmpty() ? "" : ": " + columns);
  }
}
