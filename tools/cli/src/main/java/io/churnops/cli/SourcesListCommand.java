package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    List<JsonNode> found = new ArrayList<>();
    Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "200"));
    try (ServiceClient client = parent.client()) {
      String cursor;
      do {
        JsonNode page = client.get("/v1/sources", query);
        page.path("items").forEach(found::add);
        cursor = page.path("nextCursor").stringValue("");
        query.put("cursor", cursor);
      } while (!cursor.isEmpty());
    }
    for (JsonNode source : found) {
      parent
          .terminal()
          .line(
              "%-30s %-8s %-30s %s"
                  .formatted(
                      source.path("name").asString(),
                      source.path("status").asString(),
                      source.path("destination").asString(),
                      source.path("cursor").asString("")));
    }
    parent.terminal().document(found);
    return 0;
  }
}
