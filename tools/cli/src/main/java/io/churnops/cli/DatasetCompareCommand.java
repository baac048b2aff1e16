package io.churnops.cli;

import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops dataset compare}. */
@Command(
    name = "compare",
    description = "Shows how one training set differs from another, column by column.",
    mixinStandardHelpOptions = true)
final class DatasetCompareCommand implements Callable<Integer> {

  @ParentCommand private @Nullable DatasetCommand parent;

  @Parameters(index = "0", paramLabel = "BASE", description = "Id of the training set compared to.")
  private String base = "";

  @Parameters(index = "1", paramLabel = "OTHER", description = "Id of the other one.")
  private String other = "";

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).churnops().terminal();
    try (SuiteClient client = SuiteAccess.of(Parent.of(parent).churnops())) {
      JsonNode comparison =
          client.get(
              SuiteService.FEATURE, "/v1/training-datasets/" + base + ":compare?with=" + other);
      if (comparison.path("identical").asBoolean()) {
        terminal.line("The rows are the same to the byte.");
      }
      terminal.line(side("base ", comparison.path("base")));
      terminal.line(side("other", comparison.path("other")));
      only("only in base", comparison.path("onlyInBase"), terminal);
      only("only in other", comparison.path("onlyInOther"), terminal);
      columns(comparison.path("columns").valueStream().toList(), terminal);
      terminal.document(comparison);
    }
    return 0;
  }

  private static String side(String name, JsonNode side) {
    return "%s %s: %d rows, %d labelled, churned %s"
        .formatted(
            name,
            side.path("datasetId").asString(),
            side.path("rows").asLong(),
            side.path("labelled").asLong(),
            DatasetStatsCommand.number(side, "positiveShare", "%.4f"));
  }

  private static void only(String where, JsonNode columns, Terminal terminal) {
    if (!columns.isEmpty()) {
      terminal.line(
          "  %s: %s"
              .formatted(
                  where,
                  columns.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))));
    }
  }

  private static void columns(List<JsonNode> columns, Terminal terminal) {
    Table table =
        new Table("column", "missing", "missing", "mean", "mean", "PSI", "shift").numbersFrom(1);
    columns.forEach(column -> row(table, column));
    List<String> lines = table.lines();
    terminal.line(lines.getFirst());
    for (int i = 0; i < columns.size(); i++) {
      String line = lines.get(i + 1);
      boolean steady = columns.get(i).path("shift").asString().equals("NONE");
      terminal.line(steady ? line : terminal.bad(line));
    }
  }

  private static void row(Table table, JsonNode column) {
    table.row(
        column.path("name").asString(),
        DatasetStatsCommand.number(column, "baseMissingShare", "%.4f"),
        DatasetStatsCommand.number(column, "otherMissingShare", "%.4f"),
        DatasetStatsCommand.number(column, "baseMean", "%.4g"),
        DatasetStatsCommand.number(column, "otherMean", "%.4g"),
        DatasetStatsCommand.number(column, "psi", "%.4f"),
        column.path("shift").asString());
  }
}
