package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImportReportLinesTests {

  private static final String PROGRESS =
      """
      {"status": "RUNNING", "progress": {"done": 0.253, "rowsPerSecond": 12345.6, "secondsLeft": 41,
       "file": {"rowsRead": 50000, "rows": {"sold": 49998}, "unmatched": 0,
                "rejected": [{"code": "not_a_time:at", "count": 2, "sampleLines": [17, 99]}]},
       "refused": {"time_in_future": 3}}}
      """;

  @Test
  void tellsShareRateAndTimeLeft() {
    assertThat(ImportReportLines.progress(json(PROGRESS)))
        .isEqualTo("   25 %  50,000 rows, 12,346 rows/s, 41 s left");
    assertThat(ImportReportLines.progress(json("{\"status\": \"QUEUED\"}")))
        .isEqualTo("  queued ...");
  }

  @Test
  void tellsWhatWasNotTakenAndWhy() {
    JsonNode progress = json(PROGRESS).path("progress");
    assertThat(ImportReportLines.of(progress.path("file"), progress.path("refused")))
        .containsExactly(
            "50000 rows: {\"sold\":49998}, unmatched 0",
            "  rejected 2 rows: not_a_time:at, first at line 17",
            "  refused 3 events: time_in_future");
    assertThat(ImportReportLines.hasRejections(progress)).isTrue();
  }

  @Test
  void tellsWhatWasImportedBefore() {
    assertThat(ImportReportLines.repeated(json("{\"duplicates\": 5}")))
        .containsExactly("  5 events were published before, and not again");
    assertThat(ImportReportLines.repeated(json("{\"duplicates\": 0}"))).isEmpty();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
