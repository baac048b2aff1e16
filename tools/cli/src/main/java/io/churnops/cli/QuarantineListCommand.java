package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Moments;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops quarantine list}. */
@Command(
    name = "list",
    description = "Lists quarantined events, the newest first.",
    mixinStandardHelpOptions = true)
final class QuarantineListCommand implements Callable<Integer> {

  @ParentCommand private @Nullable QuarantineCommand parent;

  @Mixin private QuarantineFilter filter = new QuarantineFilter();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "OPEN (unless said otherwise), REPLAYED or DISCARDED.")
  private String status = "OPEN";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit = 50;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    Map<String, String> query = filter.parts();
    query.put("status", status.toUpperCase(Locale.ROOT));
    try (ServiceClient client = Parent.of(parent).ingestion()) {
      Pages found = Pages.read(client, "/v1/quarantine", query, Math.max(1, limit));
      if (found.items().isEmpty()) {
        terminal.line("No such event is in the quarantine.");
      } else {
        table(found).print(terminal);
      }
      if (found.more()) {
        terminal.line("... and more: --limit, or narrow it down.");
      }
      terminal.document(found.items());
    }
    return 0;
  }

  private static Table table(Pages found) {
    Table table = new Table("item", "refused at", "verdict", "type", "customer", "reason");
    for (JsonNode item : found.items()) {
      String rule = item.path("rule").stringValue("");
      table.row(
          item.path("itemId").stringValue(""),
          Moments.toTheSecond(item.path("refusedAt").stringValue("")),
          item.path("quarantined").booleanValue() ? "QUARANTINED" : "REJECTED",
          item.path("type").stringValue("-"),
          item.path("subject").stringValue("-"),
          item.path("code").stringValue("") + (rule.isEmpty() ? "" : " (" + rule + ")"));
    }
    return table;
  }
}
