package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops sources list}. */
@Command(
    name = "list",
    description = "The sources, and how they are.",
    mixinStandardHelpOptions = true)
final class SourcesListCommand implements Callable<Integer> {

  @ParentCommand private @Nullable SourcesCommand sources;

  @Override
  public Integer call() {
    SourcesCommand parent = Parent.of(sources);
    List<JsonNode> found;
    try (ServiceClient client = parent.client()) {
      found = Pages.read(client, "/v1/sources", Map.of(), Integer.MAX_VALUE).items();
    }
    Table table = new Table("source", "status", "asks", "read up to");
    for (JsonNode source : found) {
      table.row(
          source.path("name").asString(),
          source.path("status").asString(),
          source.path("destination").asString(),
          source.path("cursor").asString("-"));
    }
    table.print(parent.terminal(), "No source is declared: churnops sources apply PATH");
    parent.terminal().document(found);
    return 0;
  }
}
