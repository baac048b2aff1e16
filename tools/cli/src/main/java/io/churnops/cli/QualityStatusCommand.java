package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops quality status}. */
@Command(
    name = "status",
    description = "Shows whether events arrive as freshness and volume rules expect.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they do, or it is too early to tell",
      "1:it failed; the reason is on the error stream",
      "5:some do not"
    },
    mixinStandardHelpOptions = true)
final class QualityStatusCommand implements Callable<Integer> {

  private static final int BROKEN = 5;

  @ParentCommand private @Nullable QualityCommand parent;

  @Parameters(paramLabel = "TYPE", arity = "0..*", description = "Event types (default: all).")
  private List<String> types = List.of();

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    boolean broken = false;
    try (ServiceClient client = Parent.of(parent).ingestion()) {
      List<JsonNode> found =
          QualityCommand.ofTypes(client, types, "quality-status").stream()
              .filter(status -> !status.path("expectations").isEmpty())
              .toList();
      Table table = new Table("type", "rule", "state", "found");
      for (JsonNode status : found) {
        for (JsonNode rule : status.path("expectations")) {
          broken |= rule.path("state").stringValue("").equals("BROKEN");
          table.row(
              status.path("type").stringValue(""),
              rule.path("rule").stringValue(""),
              rule.path("state").stringValue(""),
              rule.path("detail").stringValue(""));
        }
      }
      table.print(terminal, "No event type has freshness or volume rules.");
      terminal.document(found);
    }
    return broken ? BROKEN : 0;
  }
}
