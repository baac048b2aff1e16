package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops train}. */
@Command(
    name = "train",
    description = "Trains a model on a training set.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:queued; with --wait: finished, with a version",
      "1:it failed; the reason is on the error stream",
      "2:the command line is wrong",
      "9:with --wait: somebody cancelled it"
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  private static final int CANCELLED = 9;

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Mixin private TrainRequest request = new TrainRequest();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The same key with the same request is the same run, however often it is sent.")
  private @Nullable String key;

  @Option(
      names = "--time-budget",
      paramLabel = "SECONDS",
      description = "No tree is begun later; the forest has those that were grown by then.")
  private @Nullable Integer timeBudget;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Judge a table in so many folds, so that the model learns from every row and every row"
              + " judges.")
  private @Nullable Integer folds;

  @Option(
      names = "--forest",
      paramLabel = "FILE",
      description =
          "A forest that a cluster has grown of the rows that the run learns from, used instead of"
              + " growing it; up to two. The run gets their parameters.")
  private List<Path> forests = List.of();

  @Option(names = "--wait", description = "Wait for its end, and show how far it is.")
  private boolean wait;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(churnops).terminal();
    try (ServiceClient training =
        service.client(Parent.of(churnops).suite(), SuiteService.TRAINING)) {
      Map<String, Object> body = body();
      if (!forests.isEmpty()) {
        new UploadForests(training, terminal).into(body, forests);
      }
      String runId = queued(training, body).path("runId").asString();
      String path = "/v1/training-runs/" + runId;
      JsonNode run = wait ? ended(training, path, terminal) : training.get(path);
      if (!wait) {
        terminal.line("Run %s. Follow it: churnops run show %s".formatted(runId, runId));
      }
      return told(run, terminal);
    }
  }

  private JsonNode queued(ServiceClient training, Map<String, Object> body) {
    return key == null
        ? training.post("/v1/training-runs", body)
        : training.post("/v1/training-runs", body, key);
  }

  private Map<String, Object> body() {
    Map<String, Object> body = request.toBody();
    if (timeBudget != null) {
      TrainRequest.put(body, "parameters", Map.of("timeBudgetSeconds", timeBudget));
    }
    if (folds != null) {
      TrainRequest.put(body, "split", Map.of("method", "k-fold", "folds", folds));
    }
    return body;
  }

  /** Tells how a run ended, and answers the exit code. */
  static int told(JsonNode run, Terminal terminal) {
    String status = run.path("status").asString("");
    if (status.equals("FAILED")) {
      throw new SuiteException(
          "Run %s. %s".formatted(run.path("runId").asString(), RunProgressText.of(run)));
    }
    if (status.equals("FINISHED") || status.equals("CANCELLED")) {
      terminal.words(RunProgressText.of(run));
    }
    terminal.document(run);
    return status.equals("CANCELLED") ? CANCELLED : 0;
  }

  /** Waits for the end of a run, and shows how far it is. */
  static JsonNode ended(ServiceClient training, String path, Terminal terminal) {
    var shown = new AtomicReference<>("");
    return Poll.until(
        run -> !status(run).equals("QUEUED") && !status(run).equals("RUNNING"),
        training,
        path,
        run -> {
          String phase = run.path("progress").path("phase").asString(status(run));
          if (!phase.equals(shown.getAndSet(phase)) && !terminal.interactive()) {
            terminal.line(RunProgressText.of(run));
          } else {
            terminal.progress(RunProgressText.of(run));
          }
        });
  }

  private static String status(JsonNode run) {
    return run.path("status").asString("").toUpperCase(Locale.ROOT);
  }
}
