package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Moments;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code churnops model list}. */
@Command(
    name = "list",
    description =
        "Lists the versions of all models, or of the one that is named, newest first, and what their"
            + " aliases mean.",
    mixinStandardHelpOptions = true)
final class ModelListCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    try (ServiceClient registry = Parent.of(parent).registry()) {
      JsonNode answer = models(registry);
      Table table = new Table("model", "version", "in service as", "AUC", "top 10 %", "made");
      for (JsonNode model : answer.path("models")) {
        for (JsonNode version : model.path("versions")) {
          table.row(
              model.path("name").asString(),
              version.path("version").asString(),
              String.join(", ", aliases(model, version.path("version").asInt())),
              number(version, "auc", "%.3f"),
              number(version, "liftTopDecile", "%.1f x"),
              Moments.toTheSecond(version.path("createdAt").asString()));
        }
      }
      table.print(terminal, "There is no model yet: churnops train DATASET");
      terminal.document(answer);
    }
    return 0;
  }

  private JsonNode models(ServiceClient registry) {
    ModelCommand models = Parent.of(parent);
    if (!models.namesModel()) {
      return registry.get("/v1/models");
    }
    ObjectNode one = JsonMapper.shared().createObjectNode();
    one.putArray("models").add(registry.get(models.path()));
    return one;
  }

  private static List<String> aliases(JsonNode model, int version) {
    return model
        .path("aliases")
        .valueStream()
        .filter(alias -> alias.path("version").asInt() == version)
        .map(alias -> alias.path("alias").asString())
        .toList();
  }

  private static String number(JsonNode version, String metric, String format) {
    JsonNode value = version.path("metrics").path(metric);
    return value.isNumber() ? String.format(Locale.ROOT, format, value.asDouble()) : "-";
  }
}
