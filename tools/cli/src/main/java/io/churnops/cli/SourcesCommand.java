package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code churnops sources}. */
@Command(
    name = "sources",
    description = "Has rows pulled from databases and JSON APIs, as files declare.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SourcesPlanCommand.class,
      SourcesApplyCommand.class,
      SourcesListCommand.class,
      SourcesShowCommand.class,
      SourcesRunCommand.class
    })
final class SourcesCommand implements Runnable {

  private static final Set<String> SHOWN =
      Set.of("status", "destination", "cursor", "nextRunAt", "lastSuccessAt", "lastError");

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Override
  public void run() {
    var line = Parent.of(spec).commandLine();
    line.usage(line.getOut());
  }

  @Command(
      description = "Stops the schedule of a source; a run that is under way goes on.",
      mixinStandardHelpOptions = true)
  int pause(@Parameters(paramLabel = "NAME") String name) {
    return act(name, ":pause");
  }

  @Command(
      description = "Resumes the schedule of a source; what has gathered is read at once.",
      mixinStandardHelpOptions = true)
  int resume(@Parameters(paramLabel = "NAME") String name) {
    return act(name, ":resume");
  }

  @Command(
      description = "Forgets a source, its cursor and its runs; what has become events stays.",
      mixinStandardHelpOptions = true)
  int delete(@Parameters(paramLabel = "NAME") String name) {
    try (ServiceClient client = client()) {
      client.delete(path(name));
      terminal().line("Source %s is gone.".formatted(name));
      terminal().document(Map.of("deleted", name));
      return 0;
    }
  }

  private int act(String name, String action) {
    try (ServiceClient client = client()) {
      JsonNode source = client.post(path(name) + action, Map.of());
      print(source);
      terminal().document(source);
      return 0;
    }
  }

  /** Shows how a source is, a line for each thing that is known. */
  void print(JsonNode source) {
    terminal().line(terminal().strong(source.path("name").asString()));
    source.properties().stream()
        .filter(member -> SHOWN.contains(member.getKey()))
        .forEach(member ->
            terminal().line("  %-14s %s".formatted(member.getKey(), member.getValue().asString())));
  }

  static String path(String name) {
    return "/v1/sources/" + ServiceClient.encoded(name);
  }

  Terminal terminal() {
    return Parent.of(churnops).terminal();
  }

  ServiceClient client() {
    return service.client(Parent.of(churnops).suite(), SuiteService.INGESTION);
  }
}
