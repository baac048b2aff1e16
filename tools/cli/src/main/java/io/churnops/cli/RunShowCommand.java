package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops run show}. */
@Command(
    name = "show",
    description = "Shows what a run told: how far it is, parameters, metrics, tags, and its end.",
    mixinStandardHelpOptions = true)
final class RunShowCommand implements Callable<Integer> {

  @ParentCommand private @Nullable RunCommand parent;

  @Parameters(paramLabel = "RUN", description = "Id of the run, as list shows it.")
  private String runId = "";

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    try (ServiceClient training = Parent.of(parent).training()) {
      String id = ServiceClient.encoded(runId);
      JsonNode told = training.get("/v1/runs/" + id);
      Map<String, JsonNode> document = new LinkedHashMap<>();
      document.put("run", told);
      terminal.line(
          "%s  %s  by %s"
              .formatted(
                  told.path("name").asString(),
                  told.path("status").asString(),
                  told.path("userId").asString()));
      if (told.path("training").asBoolean()) {
        JsonNode run = training.get("/v1/training-runs/" + id);
        document.put("trainingRun", run);
        terminal.words(RunProgressText.of(run));
      }
      print(told, terminal);
      terminal.document(document);
    }
    return 0;
  }

  private static void print(JsonNode told, Terminal terminal) {
    Table table = new Table("", "", "");
    told.path("params")
        .properties()
        .forEach(each -> table.row("parameter", each.getKey(), each.getValue().asString()));
    told.path("metrics")
        .forEach(
            each -> table.row("metric", each.path("key").asString(), number(each.path("value"))));
    told.path("tags")
        .properties()
        .forEach(each -> table.row("tag", each.getKey(), each.getValue().asString()));
    table.lines().stream().skip(1).forEach(terminal::line);
  }

  /** The last value of a metric, or a dash. */
  static String metric(JsonNode run, String key) {
    return run.path("metrics")
        .valueStream()
        .filter(metric -> metric.path("key").asString().equals(key))
        .map(metric -> number(metric.path("value")))
        .findFirst()
        .orElse("-");
  }

  /** A number as short as it can be told; one that is not finite comes as a text. */
  static String number(JsonNode value) {
    if (!value.isNumber()) {
      return value.isNull() ? "-" : value.asString();
    }
    double number = value.asDouble();
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.format(Locale.ROOT, "%.4f", number);
  }
}
