package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Moments;
import io.churnops.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops dataset list}. */
@Command(
    name = "list",
    description = "Lists training sets, newest first.",
    mixinStandardHelpOptions = true)
final class DatasetListCommand implements Callable<Integer> {

  @ParentCommand private @Nullable DatasetCommand parent;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--view",
      paramLabel = "VIEW",
      description = "Only those of the view of this name or fingerprint.")
  private @Nullable String view;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only RUNNING, COMPLETE, FAILED or CANCELLED ones.")
  private @Nullable String status;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    ChurnopsCommand churnops = Parent.of(parent).churnops();
    try (ServiceClient features = service.client(churnops.suite(), SuiteService.FEATURE)) {
      Pages datasets = Pages.read(features, "/v1/training-datasets", query(), limit);
      Table table = new Table("training set", "view", "labels", "status", "rows", "begun");
      datasets.items().forEach(dataset -> row(table, dataset));
      datasets.print(churnops.terminal(), table, "No training set fits.");
    }
    return 0;
  }

  private Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    if (view != null) {
      query.put("view", view);
    }
    if (status != null) {
      query.put("status", status.toUpperCase(Locale.ROOT));
    }
    return query;
  }

  private static void row(Table table, JsonNode dataset) {
    table.row(
        dataset.path("datasetId").asString(),
        dataset.path("view").asString("-"),
        String.join(", ", dataset.path("labels").valueStream().map(JsonNode::asString).toList()),
        dataset.path("status").asString(),
        dataset.path("rows").asString("-"),
        Moments.toTheSecond(dataset.path("createdAt").asString()));
  }
}
