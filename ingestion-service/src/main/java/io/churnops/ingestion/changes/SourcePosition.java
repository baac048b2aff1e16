package io.churnops.ingestion.changes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Where a change stands in the log of its source, as a text that sorts as the log runs. The same
 * change has the same position however often it is delivered. Several rows may share one.
 */
final class SourcePosition {

  private static final int DIGITS = 20;

  private SourcePosition() {}

  /**
   * From the source part of an envelope; empty where its connector gives no position known here.
   */
  static Optional<String> of(JsonNode source) {
    return switch (source.path("connector").asString("").toLowerCase(Locale.ROOT)) {
      case "postgresql" -> joined(List.of(number(source, "lsn")));
      case "mysql", "mariadb" ->
          joined(List.of(text(source, "file"), number(source, "pos"), number(source, "row")));
      case "sqlserver" ->
          joined(
              List.of(
                  text(source, "commit_lsn"),
                  text(source, "change_lsn"),
                  number(source, "event_serial_no")));
      default -> Optional.empty();
    };
  }

  private static Optional<String> joined(List<Optional<String>> parts) {
    return parts.stream().allMatch(Optional::isPresent)
        ? Optional.of(parts.stream().flatMap(Optional::stream).collect(Collectors.joining("-")))
        : Optional.empty();
  }

  private static Optional<String> number(JsonNode source, String field) {
    JsonNode number = source.path(field);
    return number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0
        ? Optional.of(String.format(Locale.ROOT, "%0" + DIGITS + "d", number.longValue()))
        : Optional.empty();
  }

  private static Optional<String> text(JsonNode source, String field) {
    JsonNode text = source.path(field);
    return text.isString() ? Optional.of(text.stringValue()) : Optional.empty();
  }
}
