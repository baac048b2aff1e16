package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops run trials}. */
@Command(
    name = "trials",
    description = "Shows what a run tried that searches for parameters, best first.",
    mixinStandardHelpOptions = true)
final class RunTrialsCommand implements Callable<Integer> {

  @ParentCommand private @Nullable RunCommand parent;

  @Parameters(paramLabel = "RUN", description = "Id of the run.")
  private String runId = "";

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    try (ServiceClient training = Parent.of(parent).training()) {
      TrialTable trials = TrialTable.of(training, runId);
      trials.print(terminal);
      terminal.document(trials.items());
    }
    return 0;
  }
}
