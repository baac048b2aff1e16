package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops retrain}. */
@Command(
    name = "retrain",
    description = {
      "Trains a model anew, from its training set to the champion's alias, and shows how far it is.",
      "Without further options it does what was done for the champion, on the newest data."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:promoted or registered as asked; without --wait, accepted",
      "1:it was not accepted; the reason is on the error stream",
      "6:a gate keeps the new version from being the champion",
      "7:a step failed, or somebody cancelled the retraining"
    })
final class RetrainCommand implements Callable<Integer> {

  private static final int REFUSED = 6;
  private static final int FAILED = 7;
  private static final String PATH = "/v1/retraining";

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Mixin private RetrainingWish wish = new RetrainingWish();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Ask once for each key, however often the command runs, as with a build's id.")
  private @Nullable String key;

  @ArgGroup private Existing existing = new Existing();

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "The step to retry (default: the one that it ended with).")
  private @Nullable String step;

  @Option(names = "--wait", description = "Wait for the end.")
  private boolean wait;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(churnops).terminal();
    try (ServiceClient client =
        service.client(Parent.of(churnops).suite(), SuiteService.TRAINING)) {
      JsonNode retraining = asked(client);
      if (wait) {
        retraining = ended(client, retraining, terminal);
      }
      terminal.line(head(retraining));
      timeline(retraining).print(terminal);
      terminal.document(retraining);
      return existing.cancel == null ? exitCode(retraining) : 0;
    }
  }

  private JsonNode asked(ServiceClient client) {
    if (existing.cancel != null) {
      return client.post(PATH + "/" + ServiceClient.encoded(existing.cancel) + ":cancel", Map.of());
    }
    return existing.retry == null ? start(client) : retry(client, existing.retry);
  }

  /** What is asked of a retraining that there is, instead of a new one. */
  static final class Existing {

    @Option(
        names = "--retry",
        paramLabel = "ID",
        description = "Instead of a new retraining, do a step of this one anew.")
    private @Nullable String retry;

    @Option(
        names = "--cancel",
        paramLabel = "ID",
        description = "Instead of a new retraining, cancel this one and its training run.")
    private @Nullable String cancel;
  }

  private JsonNode start(ServiceClient client) {
    return key == null ? client.post(PATH, wish.body()) : client.post(PATH, wish.body(), key);
  }

  private JsonNode retry(ServiceClient client, String id) {
    String path = PATH + "/" + ServiceClient.encoded(id);
    String which = step == null ? lastStep(client.get(path)) : step;
    return client.post(path + "/steps/" + ServiceClient.encoded(which) + ":retry", Map.of());
  }

  private static String lastStep(JsonNode retraining) {
    String last = "dataset";
    for (JsonNode reached : retraining.path("steps")) {
      if (!reached.path("status").asString().equals("PENDING")) {
        last = reached.path("step").asString();
      }
    }
    return last;
  }

  private static JsonNode ended(ServiceClient client, JsonNode begun, Terminal terminal) {
    terminal.progress(head(begun) + current(begun));
    return Poll.until(
        now -> !now.path("status").asString().equals("RUNNING"),
        client,
        PATH + "/" + begun.path("retrainingId").asString(),
        now -> terminal.progress(head(now) + current(now)));
  }

  private static int exitCode(JsonNode retraining) {
    return switch (retraining.path("status").asString()) {
      case "REFUSED" -> REFUSED;
      case "FAILED", "CANCELLED" -> FAILED;
      default -> 0;
    };
  }

  private static String head(JsonNode retraining) {
    String version =
        retraining.has("modelVersion")
            ? ", version " + retraining.path("modelVersion").asInt()
            : "";
    return "Retraining %s of %s: %s%s"
        .formatted(
            retraining.path("retrainingId").asString(),
            retraining.path("model").asString(),
            retraining.path("status").asString(),
            version);
  }

  private static String current(JsonNode retraining) {
    for (JsonNode step : retraining.path("steps")) {
      if (step.path("status").asString().equals("RUNNING")) {
        return ", " + step.path("step").asString() + ": " + step.path("reason").asString("");
      }
    }
    return "";
  }

  private static Table timeline(JsonNode retraining) {
    Table table = new Table("step", "status", "attempt", "took", "reason");
    for (JsonNode step : retraining.path("steps")) {
      table.row(
          step.path("step").asString(),
          step.path("status").asString(),
          step.path("attempt").asString("0"),
          took(step),
          step.path("reason").asString(""));
    }
    return table;
  }

  private static String took(JsonNode step) {
    if (!step.has("startedAt") || !step.has("endedAt")) {
      return "";
    }
    Duration took =
        Duration.between(
            Instant.parse(step.path("startedAt").asString()),
            Instant.parse(step.path("endedAt").asString()));
    return took.toSeconds() >= 1 ? took.toSeconds() + " s" : took.toMillis() + " ms";
  }
}
