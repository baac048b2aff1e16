package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops run compare}. */
@Command(
    name = "compare",
    description = "Shows what differs between runs: parameters, metrics and tags.",
    mixinStandardHelpOptions = true)
final class RunCompareCommand implements Callable<Integer> {

  @ParentCommand private @Nullable RunCommand parent;

  @Parameters(paramLabel = "RUN", arity = "2..20", description = "Ids of runs.")
  private List<String> runs = List.of();

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    try (ServiceClient training = Parent.of(parent).training()) {
      JsonNode comparison =
          training.get(
              "/v1/runs:compare?"
                  + runs.stream()
                      .map(run -> "run=" + ServiceClient.encoded(run))
                      .collect(Collectors.joining("&")));
      List<String> headings = new ArrayList<>(List.of("", ""));
      comparison.path("runs").forEach(run -> headings.add(run.asString()));
      Table table = new Table(headings.toArray(String[]::new));
      rows(table, "parameter", comparison.path("params"), RunCompareCommand::text);
      rows(table, "metric", comparison.path("metrics"), RunShowCommand::number);
      rows(table, "tag", comparison.path("tags"), RunCompareCommand::text);
      table.print(terminal, "They told the same.");
      terminal.document(comparison);
    }
    return 0;
  }

  private static void rows(
      Table table, String kind, JsonNode lines, Function<JsonNode, String> told) {
    for (JsonNode line : lines) {
      List<String> row = new ArrayList<>(List.of(kind, line.path("key").asString()));
      line.path("values").forEach(value -> row.add(told.apply(value)));
      table.row(row.toArray(String[]::new));
    }
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "-" : value.asString();
  }
}
