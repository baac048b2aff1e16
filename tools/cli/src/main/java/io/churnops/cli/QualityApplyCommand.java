package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops quality apply}. */
@Command(
    name = "apply",
    description =
        "Sets all quality rules of an event type, as a file says; the same again is fine.",
    mixinStandardHelpOptions = true)
final class QualityApplyCommand implements Callable<Integer> {

  @ParentCommand private @Nullable QualityCommand parent;

  @Parameters(index = "0", paramLabel = "TYPE", description = "The event type.")
  private String type = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "Its rules, YAML or JSON; - for standard input.")
  private Path file = Path.of("-");

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    String rules = InputFile.read(file);
    try (ServiceClient client = Parent.of(parent).ingestion()) {
      JsonNode set =
          client.send(
              "PUT",
              "/v1/event-types/" + ServiceClient.encoded(type) + "/quality-rules",
              "application/yaml",
              rules);
      terminal.line(
          "%s has %d quality rules, version %d."
              .formatted(type, set.path("rules").size(), set.path("version").asInt()));
      terminal.document(set);
    }
    return 0;
  }
}
