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

/** {@code churnops run cancel}. */
@Command(
    name = "cancel",
    description = "Cancels a training run that waits or runs; it publishes nothing.",
    mixinStandardHelpOptions = true)
final class RunCancelCommand implements Callable<Integer> {

  @ParentCommand private @Nullable RunCommand parent;

  @Parameters(paramLabel = "RUN", description = "Id of the run, as list shows it.")
  private String runId = "";

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    try (ServiceClient training = Parent.of(parent).training()) {
      JsonNode run =
          training.post("/v1/training-runs/" + ServiceClient.encoded(runId) + ":cancel", Map.of());
      terminal.line(RunProgressText.of(run));
      terminal.document(run);
    }
    return 0;
  }
}
