package io.churnops.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.cli.demo.DemoResult.Risk;
import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteHome;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DemoReportTests {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  @Test
  void showsACallForTheRiskiestThatAShellReadsAsItIsMeant() {
    print(null);

    assertThat(out.toString())
        .contains(
            "$(cat '%s/credentials/admin.key')".formatted(folder.resolve("our shop")),
            "http://localhost:8184/v1/predictions -d '{\"customerId\": \"17850\"")
        .doesNotContain("answers for today");
  }

  @Test
  void saysThatTheCallAnswersForAnotherDayThanTheList() {
    print(LocalDate.parse("2011-11-09"));

    assertThat(out.toString()).contains("It answers for today. The list above is as of 2011-11-09");
  }

  private void print(@Nullable LocalDate lastCutoff) {
    SuiteHome home = new SuiteHome(folder.resolve("our shop"));
    PrintWriter writer = new PrintWriter(out);
    Terminal terminal = new Terminal(writer, writer, Terminal.NO_SCREEN, false);
    try (SuiteClient client = new SuiteClient(new SuitePorts(100), home)) {
      new DemoReport(terminal, result(lastCutoff)).print(client, home, 60);
    }
  }

  private static DemoResult result(@Nullable LocalDate lastCutoff) {
    return new DemoResult(
        "churn",
        1,
        1,
        0,
        1,
        1,
        0,
        lastCutoff,
        "# Model churn, version 1",
        JsonMapper.shared().createObjectNode(),
        Map.of(),
        List.of(new Risk("17850", 0.9, "CRITICAL", 1_999, 40)),
        JsonMapper.shared().createObjectNode(),
        Map.of());
  }
}
