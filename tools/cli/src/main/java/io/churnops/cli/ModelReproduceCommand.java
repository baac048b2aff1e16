package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops model reproduce}. */
@Command(
    name = "reproduce",
    description =
        "Makes a version again from the log, and says whether it is the same, or why not.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:reproduced; without --wait, accepted",
      "1:it was not accepted; the reason is on the error stream",
      "7:it failed, which says nothing of the version",
      "9:something is different",
      "10:it can never be the same again"
    })
final class ModelReproduceCommand implements Callable<Integer> {

  private static final int FAILED = 7;
  private static final int DIFFERENT = 9;
  private static final int IMPOSSIBLE = 10;
  private static final Set<String> OVER = Set.of("FINISHED", "FAILED");

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(paramLabel = "VERSION", description = "Number of the version, or an alias.")
  private String version = "";

  @Option(names = "--wait", description = "Wait for the verdict.")
  private boolean wait;

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    Terminal terminal = models.terminal();
    try (ServiceClient registry = models.registry()) {
      int number = models.version(registry, version);
      JsonNode made = registry.post(models.path(number) + ":reproduce", Map.of());
      if (wait) {
        made =
            Poll.until(
                now -> OVER.contains(now.path("status").asString()),
                registry,
                "/v1/reproductions/" + made.path("reproductionId").asString(),
                now -> terminal.progress(head(now)));
      }
      terminal.line(head(made));
      reasons(made, terminal);
      Table parts = parts(made);
      if (!parts.isEmpty()) {
        parts.print(terminal);
      }
      terminal.document(made);
      return exitCode(made);
    }
  }

  private static String head(JsonNode made) {
    return "Reproduction %s of version %d of %s: %s"
        .formatted(
            made.path("reproductionId").asString(),
            made.path("version").asInt(),
            made.path("model").asString(),
            made.has("verdict") ? made.path("verdict").asString() : made.path("status").asString());
  }

  private static void reasons(JsonNode made, Terminal terminal) {
    for (JsonNode reason : made.path("reasons")) {
      terminal.line(
          "  %s: %s".formatted(reason.path("cause").asString(), reason.path("detail").asString()));
    }
    if (made.has("error")) {
      terminal.line("  " + made.at("/error/detail").asString());
    }
  }

  private static Table parts(JsonNode made) {
    Table table = new Table("part", "same", "recorded", "reproduced");
    for (JsonNode part : made.path("parts")) {
      table.row(
          part.path("part").asString(),
          part.path("same").asBoolean()
              ? "yes"
              : part.path("decisive").asBoolean() ? "NO" : "no, as may be",
          brief(part.path("recorded").asString("")),
          brief(part.path("reproduced").asString("")));
    }
    return table;
  }

  /** The beginning of a digest tells enough to a person. */
  private static String brief(String value) {
    return value.length() <= 16 ? value : value.substring(0, 16) + "…";
  }

  private static int exitCode(JsonNode made) {
    if (made.path("status").asString().equals("FAILED")) {
      return FAILED;
    }
    return switch (made.path("verdict").asString("")) {
      case "DIFFERENT" -> DIFFERENT;
      case "IMPOSSIBLE" -> IMPOSSIBLE;
      default -> 0;
    };
  }
}
