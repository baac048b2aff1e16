package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops sources show}. */
@Command(
    name = "show",
    description = "A source, how it is, and its last runs.",
    mixinStandardHelpOptions = true)
final class SourcesShowCommand implements Callable<Integer> {

  @ParentCommand private @Nullable SourcesCommand sources;

  @Parameters(paramLabel = "NAME", description = "The source.")
  private String name = "";

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many runs, 1 to 200 (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Override
  public Integer call() {
    SourcesCommand parent = Parent.of(sources);
    try (ServiceClient client = parent.client()) {
      JsonNode source = client.get(SourcesCommand.path(name), Map.of());
      JsonNode last =
          client
              .get(SourcesCommand.path(name) + "/runs", Map.of("limit", Integer.toString(runs)))
              .path("items");
      parent.print(source);
      last.forEach(run -> parent.terminal().line("  " + SourcesRunCommand.line(run)));
      parent.terminal().document(Map.of("source", source, "runs", last));
    }
    return 0;
  }
}
