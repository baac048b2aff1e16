package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops search}. */
@Command(
    name = "search",
    description = "Searches for parameters, and trains a model with the best.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:queued; with --wait: finished, with a version",
      "1:it failed; the reason is on the error stream",
      "2:the command line is wrong",
      "9:with --wait: somebody cancelled it"
    },
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Mixin private TrainRequest request = new TrainRequest();

  @Mixin private SearchOptions search = new SearchOptions();

  @Option(
      names = "--wait",
      description = "Wait for its end, show how far it is, and then what was tried.")
  private boolean wait;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(churnops).terminal();
    try (ServiceClient training =
        service.client(Parent.of(churnops).suite(), SuiteService.TRAINING)) {
      Map<String, Object> body = request.toBody();
      body.put("search", search.toBody());
      String runId = training.post("/v1/training-runs", body).path("runId").asString();
      String path = "/v1/training-runs/" + runId;
      if (!wait) {
        terminal.line("Run %s. See what it tries: churnops run trials %s".formatted(runId, runId));
        terminal.document(training.get(path));
        return 0;
      }
      JsonNode run = TrainCommand.ended(training, path, terminal);
      TrialTable.of(training, runId).print(terminal);
      return TrainCommand.told(run, terminal);
    }
  }
}
