package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code churnops quality}. */
@Command(
    name = "quality",
    description = "Sets the quality rules of event types, and shows how they fare.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {QualityListCommand.class, QualityApplyCommand.class, QualityStatusCommand.class})
final class QualityCommand implements Runnable {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    var line = Parent.of(spec).commandLine();
    line.usage(line.getOut());
  }

  Terminal terminal() {
    return Parent.of(churnops).terminal();
  }

  ServiceClient ingestion() {
    return service.client(Parent.of(churnops).suite(), SuiteService.INGESTION);
  }

  /** A resource of each type that is named, or of every type. */
  static List<JsonNode> ofTypes(ServiceClient client, List<String> types, String resource) {
    List<String> names = types.isEmpty() ? every(client) : types;
    return names.stream()
        .map(type -> client.get("/v1/event-types/" + ServiceClient.encoded(type) + "/" + resource))
        .toList();
  }

  private static List<String> every(ServiceClient client) {
    return Pages.read(client, "/v1/event-types", Map.of(), Integer.MAX_VALUE).items().stream()
        .map(type -> type.path("type").stringValue(""))
        .toList();
  }
}
