package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.terminal.Moments;
import io.churnops.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops model promote}. */
@Command(
    name = "promote",
    description = "Lets an alias mean a version; the champion's only one that passes the gates.",
    mixinStandardHelpOptions = true)
final class ModelPromoteCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(paramLabel = "VERSION", description = "Number of the version.")
  private int version;

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      defaultValue = "champion",
      description = "The alias that moves (default: ${DEFAULT-VALUE}).")
  private String alias = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the history.")
  private @Nullable String reason;

  @Option(
      names = "--force",
      description = "Promote against the gates; asks for a reason and the scope models:force.")
  private boolean force;

  @Override
  public Integer call() {
    if (force && reason == null) {
      throw new SuiteException("Who forces a promotion says why: --reason TEXT.");
    }
    ModelCommand models = Parent.of(parent);
    Terminal terminal = models.terminal();
    try (ServiceClient registry = models.registry()) {
      JsonNode moved =
          registry.put(
              models.path() + "/aliases/" + ServiceClient.encoded(alias),
              Map.of(
                  "version",
                  version,
                  "reason",
                  reason == null ? "Promoted on the command line" : reason,
                  "force",
                  force));
      terminal.line(
          "Version %d of %s is its %s since %s."
              .formatted(
                  moved.path("version").asInt(),
                  models.model(),
                  alias,
                  Moments.toTheSecond(moved.path("movedAt").asString())));
      terminal.document(moved);
    }
    return 0;
  }
}
