package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops features retire}. */
@Command(
    name = "retire",
    description = "Ends the folding of a view that no model uses and removes its states.",
    mixinStandardHelpOptions = true)
final class FeaturesRetireCommand implements Callable<Integer> {

  @ParentCommand private @Nullable FeaturesCommand features;

  @Parameters(paramLabel = "VIEW", description = "Name or fingerprint of a view.")
  private String view = "";

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(features).terminal();
    try (ServiceClient store = Parent.of(features).store()) {
      JsonNode retired =
          store.post("/v1/feature-views/" + ServiceClient.encoded(view) + ":retire", Map.of());
      terminal.line(
          "View %s (%s) is retired. Registering it again brings it back."
              .formatted(
                  retired.path("name").stringValue(""),
                  retired.path("fingerprint").stringValue("")));
      terminal.document(retired);
    }
    return 0;
  }
}
