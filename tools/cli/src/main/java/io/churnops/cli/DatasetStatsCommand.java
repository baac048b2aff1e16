package io.churnops.cli;

import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops dataset stats}. */
@Command(
    name = "stats",
    description = "Shows what is in a training set, column by column.",
    mixinStandardHelpOptions = true)
final class DatasetStatsCommand implements Callable<Integer> {

  @ParentCommand private @Nullable DatasetCommand parent;

  @Parameters(paramLabel = "ID", description = "Id of the training set.")
  private String dataset = "";

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).churnops().terminal();
    try (SuiteClient client = SuiteAccess.of(Parent.of(parent).churnops())) {
      JsonNode statistics =
          client.get(SuiteService.FEATURE, "/v1/training-datasets/" + dataset + "/statistics");
      terminal.line(
          "%d rows, %d labelled, %d churned%s"
              .formatted(
                  statistics.path("rows").asLong(),
                  statistics.path("labelled").asLong(),
                  statistics.path("positives").asLong(),
                  sampled(statistics)));
      Table table =
          new Table("column", "missing", "distinct", "min", "mean", "max", "AUC").numbersFrom(1);
      statistics.path("columns").forEach(column -> row(table, column));
      table.print(terminal);
      for (JsonNode warning : statistics.path("warnings")) {
        terminal.line(terminal.bad(warning.path("detail").asString()));
      }
      terminal.document(statistics);
    }
    return 0;
  }

  private static String sampled(JsonNode statistics) {
    long sampled = statistics.path("sampledRows").asLong();
    return sampled == statistics.path("rows").asLong()
        ? ""
        : "; AUC of a sample of %d".formatted(sampled);
  }

  private static void row(Table table, JsonNode column) {
    table.row(
        column.path("name").asString(),
        column.path("missing").asString(),
        (column.path("distinctIsLowerBound").asBoolean() ? ">" : "")
            + column.path("distinct").asString(),
        number(column, "min", "%.4g"),
        number(column, "mean", "%.4g"),
        number(column, "max", "%.4g"),
        number(column, "auc", "%.3f"));
  }

  static String number(JsonNode column, String name, String format) {
    JsonNode value = column.path(name);
    return value.isNumber() ? String.format(Locale.ROOT, format, value.asDouble()) : "-";
  }
}
