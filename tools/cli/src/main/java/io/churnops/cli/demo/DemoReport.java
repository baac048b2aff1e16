package io.churnops.cli.demo;

import io.churnops.cli.demo.DemoResult.Risk;
import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteHome;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/** Tells a person what a demo found. */
public final class DemoReport {

  private static final int MOST_DRIFTED = 10;

  private final Terminal terminal;
  private final DemoResult result;

  public DemoReport(Terminal terminal, DemoResult result) {
    this.terminal = terminal;
    this.result = result;
  }

  /** Prints everything, the addresses last. */
  public void print(SuiteClient client, SuiteHome home, double seconds) {
    terminal.line("");
    result.card().lines().forEach(terminal::line);
    truth();
    riskiest();
    drift();
    addresses(client, home);
    terminal.line("");
    terminal.line(
        "%,d events taken in, %,d training rows, %,d customers scored; %.0f s in all."
            .formatted(result.events(), result.rows(), result.customers(), seconds));
    if (result.gone() > 0) {
      terminal.line(
          "%,d more have not ordered for 90 days. They have left already; the model speaks of those who buy."
              .formatted(result.gone()));
    }
  }

  private void truth() {
    if (!result.truth().isEmpty()) {
      heading("Against the truth of the simulated shop (AUC against the labels that were drawn)");
      terminal.line("                       model    true probabilities");
      terminal.line(
          "newest test cutoff     %.4f   %.4f"
              .formatted(
                  result.truth().get("modelAucOnTestCutoff"),
                  result.truth().get("trueProbabilitiesAucOnTestCutoff")));
      terminal.line(
          "today                  %.4f   %.4f"
              .formatted(
                  result.truth().get("modelAucToday"),
                  result.truth().get("trueProbabilitiesAucToday")));
    }
  }

  private void riskiest() {
    heading("The %d customers most likely to leave".formatted(result.riskiest().size()));
    terminal.line("customer          risk   band       revenue 90 d   last order");
    for (Risk risk : result.riskiest()) {
      terminal.line(
          "%-16s %5.1f %%  %-9s %,13.2f   %.0f days ago"
              .formatted(
                  risk.customerId(),
                  100 * risk.churnProbability(),
                  risk.riskBand(),
                  risk.revenueMinor() / 100,
                  risk.daysSinceOrder()));
    }
  }

  private void drift() {
    JsonNode drift = result.drift();
    heading("Drift of the predictions against the model's baseline (PSI)");
    terminal.line(
        "feature                          PSI   by chance   in training   samples   level");
    driftLine("(score)", drift.path("score"));
    int shown = 0;
    for (JsonNode feature : drift.path("features")) {
      if (shown++ < MOST_DRIFTED) {
        driftLine(feature.path("name").asString(), feature);
      }
    }
    if (shown > MOST_DRIFTED) {
      terminal.line("... and %d steadier ones".formatted(shown - MOST_DRIFTED));
    }
    terminal.line("");
    terminal.line(
        "WARN, DRIFT: further than chance goes, and further than any moment of the training.");
    terminal.line(
        "EXPECTED: no further than moments of the training; the calendar and growth do that.");
    if (result.silentHours() > 0) {
      terminal.line(
          "The simulated shop closed at midnight (UTC): what counts the days shows %d hours of silence."
              .formatted(result.silentHours()));
    }
  }

  private void driftLine(String name, JsonNode line) {
    terminal.line(
        "%-28s %7.4f   %9.4f   %11s   %7d   %s"
            .formatted(
                name,
                line.path("psi").asDouble(),
                line.path("critical99").asDouble(),
                line.path("usualPsi").isNumber()
                    ? "%.4f".formatted(line.path("usualPsi").asDouble())
                    : "-",
                line.path("windowRows").asInt(),
                line.path("level").asString()));
  }

  private void addresses(SuiteClient client, SuiteHome home) {
    heading("Ask it yourself");
    for (SuiteService service : SuiteService.values()) {
      terminal.line("%-19s %s".formatted(service.fullName(), client.address(service)));
    }
    String customer =
        result.riskiest().isEmpty() ? "C-1" : result.riskiest().getFirst().customerId();
    terminal.line("");
    terminal.line(
        """
        %s -H 'Content-Type: application/json' \\
          %s/v1/predictions -d '{"customerId": "%s", "include": ["reasons"]}'\
        """
            .formatted(home.curl(), client.address(SuiteService.SERVING), customer));
    if (result.lastCutoff() != null) {
      terminal.line("");
      terminal.line(
          "It answers for today. The list above is as of %s, the log's last cutoff."
              .formatted(result.lastCutoff()));
    }
  }

  private void heading(String text) {
    terminal.line("");
    terminal.line(terminal.strong(text));
    terminal.line("");
  }
}
