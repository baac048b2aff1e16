package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Moments;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops changes status}. */
@Command(
    name = "status",
    description = "Shows position, lag and last error of the mappings of changes.",
    mixinStandardHelpOptions = true)
final class ChangesStatusCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChangesCommand parent;

  @Parameters(paramLabel = "MAPPING", arity = "0..*", description = "Mappings (default: all).")
  private List<String> mappings = List.of();

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    try (ServiceClient client = Parent.of(parent).ingestion()) {
      List<JsonNode> found =
          (mappings.isEmpty() ? every(client) : mappings)
              .stream()
                  .map(name ->
                      client.get("/v1/change-mappings/" + ServiceClient.encoded(name) + "/status"))
                  .toList();
      print(found, terminal);
      terminal.document(found);
    }
    return 0;
  }

  private static List<String> every(ServiceClient client) {
    return Pages.read(client, "/v1/change-mappings", Map.of(), Integer.MAX_VALUE).items().stream()
        .map(mapping -> mapping.path("name").stringValue(""))
        .toList();
  }

  private static void print(List<JsonNode> found, Terminal terminal) {
    if (found.isEmpty()) {
      terminal.line("No changes are followed.");
      return;
    }
    Table table = new Table("mapping", "waiting", "lag", "last change", "position");
    for (JsonNode status : found) {
      table.row(
          status.path("name").stringValue(""),
          status.has("lagRecords") ? "%,d".formatted(status.path("lagRecords").asLong()) : "-",
          status.has("lagSeconds") ? "%.1f s".formatted(status.path("lagSeconds").asDouble()) : "-",
          Moments.toTheSecond(status.path("lastChangeAt").stringValue("-")),
          status.path("lastPosition").stringValue("-"));
    }
    table.print(terminal);
    for (JsonNode status : found) {
      String name = status.path("name").stringValue("");
      if (status.path("partitions").isEmpty() && status.has("seenAt")) {
        terminal.line("%s: none of its topics is there yet".formatted(name));
      }
      if (status.has("trouble")) {
        terminal.line(
            terminal.bad("%s: tries again: %s".formatted(name, status.path("trouble").asString())));
      }
      if (status.has("lastError")) {
        terminal.line(name + ": last error: " + error(status.path("lastError")));
      }
    }
  }

  private static String error(JsonNode error) {
    return "%s at %s (%s, partition %d, offset %d): %s"
        .formatted(
            error.path("code").asString(),
            Moments.toTheSecond(error.path("at").asString()),
            error.path("topic").asString(),
            error.path("partition").asInt(),
            error.path("offset").asLong(),
            error.path("detail").asString());
  }
}
