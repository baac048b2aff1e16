package io.churnops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What the report of an import says, in lines for people. */
final class ImportReportLines {

  private ImportReportLines() {}

  /** How far it has come: share, rate and the time left. */
  static String progress(JsonNode report) {
    JsonNode progress = report.path("progress");
    if (progress.isMissingNode() || progress.isNull()) {
      return "  " + report.path("status").asString().toLowerCase(Locale.ROOT) + " ...";
    }
    String left =
        progress.path("secondsLeft").isNumber()
            ? ", " + progress.path("secondsLeft").asLong() + " s left"
            : "";
    return String.format(
        Locale.ROOT,
        "  %3.0f %%  %,d rows, %,.0f rows/s%s",
        100 * progress.path("done").asDouble(),
        progress.path("file").path("rowsRead").asLong(),
        progress.path("rowsPerSecond").asDouble(),
        left);
  }

  /** What became of the rows, and why some were not used. */
  static List<String> of(JsonNode file, JsonNode refused) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d rows: %s, unmatched %d"
            .formatted(
                file.path("rowsRead").asLong(),
                file.path("rows"),
                file.path("unmatched").asLong()));
    file.path("rejected")
        .forEach(reason ->
            lines.add(
                "  rejected %d rows: %s, first at line %d"
                    .formatted(
                        reason.path("count").asLong(),
                        reason.path("code").asString(),
                        reason.path("sampleLines").path(0).asLong())));
    refused.forEachEntry((code, count) -> lines.add("  refused " + count + " events: " + code));
    return lines;
  }

  /** What was made of the file and is on the log already, as of a file that is imported again. */
  static List<String> repeated(JsonNode progress) {
    long duplicates = progress.path("duplicates").asLong();
    return duplicates == 0
        ? List.of()
        : List.of("  %d events were published before, and not again".formatted(duplicates));
  }

  /** Whether something was rejected, and no event was published now or before. */
  static boolean nothingAccepted(JsonNode progress) {
    return progress.path("published").isEmpty()
        && progress.path("duplicates").asLong() == 0
        && hasRejections(progress);
  }

  static boolean hasRejections(JsonNode progress) {
    return !progress.path("file").path("rejected").isEmpty() || !progress.path("refused").isEmpty();
  }
}
