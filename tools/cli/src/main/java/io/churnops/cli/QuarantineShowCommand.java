package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops quarantine show}. */
@Command(
    name = "show",
    description = "Shows one event: why it is here, as it came, and what was done about it.",
    mixinStandardHelpOptions = true)
final class QuarantineShowCommand implements Callable<Integer> {

  @ParentCommand private @Nullable QuarantineCommand parent;

  @Parameters(paramLabel = "ITEM", description = "Id of the item, as list shows it.")
  private String item = "";

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    try (ServiceClient client = Parent.of(parent).ingestion()) {
      JsonNode event = client.get("/v1/quarantine/" + ServiceClient.encoded(item));
      print(event, terminal);
      terminal.document(event);
    }
    return 0;
  }

  private static void print(JsonNode event, Terminal terminal) {
    terminal.line(
        "%s  %s  %s"
            .formatted(
                event.path("status").stringValue(""),
                event.path("quarantined").booleanValue() ? "QUARANTINED" : "REJECTED",
                event.path("refusedAt").stringValue("")));
    terminal.line(
        "%s%s: %s"
            .formatted(
                event.path("code").stringValue(""),
                event.has("rule") ? " (" + event.path("rule").stringValue("") + ")" : "",
                event.path("detail").stringValue("")));
    for (JsonNode deed : event.path("history")) {
      terminal.line(
          "%s by %s at %s%s"
              .formatted(
                  deed.path("action").stringValue(""),
                  deed.path("by").stringValue(""),
                  deed.path("at").stringValue(""),
                  deed.has("reason") ? ": " + deed.path("reason").stringValue("") : ""));
    }
    if (event.has("text")) {
      terminal.line("");
      terminal.line(event.path("text").stringValue(""));
    }
    if (event.path("cut").booleanValue()) {
      terminal.line("(only the beginning was kept, as it was too large)");
    }
  }
}
