package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Moments;
import io.churnops.cli.terminal.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops run list}. */
@Command(
    name = "list",
    description = "Lists runs, newest first: those of training, and those that MLflow clients log.",
    mixinStandardHelpOptions = true)
final class RunListCommand implements Callable<Integer> {

  private static final double MILLISECONDS = 1_000;

  @ParentCommand private @Nullable RunCommand parent;

  @Option(names = "--model", paramLabel = "NAME", description = "Only runs of this model.")
  private @Nullable String model;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only SCHEDULED, RUNNING, FINISHED, FAILED or KILLED (cancelled) ones.")
  private @Nullable String status;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "Only where this holds, such as: metrics.auc > 0.8 AND params.trees = '200'.")
  private @Nullable String filter;

  @Option(
      names = "--order-by",
      paramLabel = "FIELD",
      description = "Sorted, such as by: metrics.auc DESC.")
  private @Nullable String order;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    try (ServiceClient training = Parent.of(parent).training()) {
      Pages runs = Pages.read(training, "/v1/runs", query(), limit);
      Table table = new Table("run", "name", "status", "begun", "seconds", "AUC");
      runs.items().forEach(run -> row(table, run));
      runs.print(Parent.of(parent).terminal(), table, "No run fits.");
    }
    return 0;
  }

  private Map<String, String> query() {
    List<String> all = new ArrayList<>();
    if (model != null) {
      all.add("attributes.run_name = " + quoted(model));
    }
    if (status != null) {
      all.add("attributes.status = " + quoted(status.toUpperCase(Locale.ROOT)));
    }
    if (filter != null) {
      all.add(filter);
    }
    Map<String, String> query = new LinkedHashMap<>();
    query.put("filter", String.join(" AND ", all));
    if (order != null) {
      query.put("orderBy", order);
    }
    return query;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static void row(Table table, JsonNode run) {
    JsonNode end = run.path("endMs");
    table.row(
        run.path("runId").asString(),
        run.path("name").asString(),
        run.path("status").asString(),
        Moments.toTheSecond(Instant.ofEpochMilli(run.path("startMs").asLong())),
        end.isNumber()
            ? String.format(
                Locale.ROOT, "%.1f", (end.asLong() - run.path("startMs").asLong()) / MILLISECONDS)
            : "-",
        RunShowCommand.metric(run, "auc"));
  }
}
