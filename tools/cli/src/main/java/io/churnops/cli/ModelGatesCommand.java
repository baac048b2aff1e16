package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops model gates}. */
@Command(
    name = "gates",
    description = "Holds a version to the gates of a champion, without promoting it.",
    mixinStandardHelpOptions = true)
final class ModelGatesCommand implements Callable<Integer> {

  /** A gate is not passed. */
  private static final int REFUSED = 6;

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(paramLabel = "VERSION", description = "Number of the version.")
  private int version;

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    Terminal terminal = models.terminal();
    try (ServiceClient registry = models.registry()) {
      JsonNode report = registry.post(models.path(version) + "/gates", Map.of());
      boolean passed = report.path("passed").asBoolean();
      print(report, terminal);
      String verdict =
          "Version %d of %s %s the champion."
              .formatted(version, models.model(), passed ? "may become" : "may not become");
      terminal.line(passed ? terminal.good(verdict) : terminal.bad(verdict));
      terminal.document(report);
      return passed ? 0 : REFUSED;
    }
  }

  private static void print(JsonNode report, Terminal terminal) {
    var table = new Table("gate", "passed", "measured", "limit", "reason");
    for (JsonNode gate : report.path("gates")) {
      table.row(
          gate.path("gate").asString(),
          gate.path("passed").asBoolean() ? "yes" : "NO",
          number(gate.path("measured")),
          number(gate.path("limit")),
          gate.path("reason").asString());
    }
    table.print(terminal);
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "-";
  }
}
