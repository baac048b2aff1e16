package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.terminal.Moments;
import io.churnops.cli.terminal.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops sources run}. */
@Command(
    name = "run",
    description = "Asks a source now, and waits for what becomes of it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all was read", "1:the run failed; the reason is on the error stream"},
    mixinStandardHelpOptions = true)
final class SourcesRunCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(200);

  @ParentCommand private @Nullable SourcesCommand sources;

  @Parameters(paramLabel = "NAME", description = "The source.")
  private String name = "";

  @Override
  public Integer call() {
    SourcesCommand parent = Parent.of(sources);
    Terminal terminal = parent.terminal();
    JsonNode run;
    try (ServiceClient client = parent.client()) {
      run = client.post(SourcesCommand.path(name) + ":run", Map.of());
      String path = SourcesCommand.path(name) + "/runs/" + run.path("runId").asString();
      while (!run.has("finishedAt")) {
        terminal.progress(line(run));
        if (Thread.interrupted()) {
          throw new SuiteException("Interrupted while waiting for " + path);
        }
        LockSupport.parkNanos(POLL.toNanos());
        run = client.get(path, Map.of());
      }
    }
    if (!run.path("status").asString().equals("COMPLETE")) {
      throw new SuiteException(line(run));
    }
    terminal.line(line(run));
    terminal.document(run);
    return 0;
  }

  /** A run in a line. */
  static String line(JsonNode run) {
    JsonNode counts = run.path("counts");
    return "%s %-11s rows %d, accepted %d, quarantined %d%s"
        .formatted(
            Moments.toTheSecond(run.path("queuedAt").asString()),
            run.path("status").asString(),
            counts.path("rowsRead").asLong(0),
            counts.path("accepted").asLong(0),
            counts.path("rowsQuarantined").asLong(0)
                + counts.path("rejected").asLong(0)
                + counts.path("quarantined").asLong(0),
            run.has("error") ? ": " + run.path("error").asString() : "");
  }
}
