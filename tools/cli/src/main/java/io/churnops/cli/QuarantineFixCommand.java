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

/** {@code churnops quarantine fix}. */
@Command(
    name = "fix",
    description = "Replaces a quarantined event by a fixed one. Replay it then.",
    mixinStandardHelpOptions = true)
final class QuarantineFixCommand implements Callable<Integer> {

  @ParentCommand private @Nullable QuarantineCommand parent;

  @Parameters(index = "0", paramLabel = "ITEM", description = "Id of the item.")
  private String item = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The whole event as it should be, CloudEvents JSON; - for standard input.")
  private Path file = Path.of("-");

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    String event = InputFile.read(file);
    try (ServiceClient client = Parent.of(parent).ingestion()) {
      JsonNode fixed =
          client.send(
              "PUT",
              "/v1/quarantine/" + ServiceClient.encoded(item) + "/event",
              "application/cloudevents+json",
              event);
      terminal.line(
          "Fixed. Judge it again: churnops quarantine replay "
              + fixed.path("itemId").stringValue(item));
      terminal.document(fixed);
    }
    return 0;
  }
}
