package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What a description or tags are of: the model, unless a version is named. */
final class NotedThing {

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "Number of a version, or an alias that means it (default: the model itself).")
  private @Nullable String version;

  /** Sends a note, and shows what there is then. */
  void note(ModelCommand models, ServiceClient registry, Map<String, ?> note) {
    String of = version;
    String path = of == null ? models.path() : models.path(models.version(registry, of));
    JsonNode noted = registry.patch(path, note);
    models.terminal().line("Description: " + noted.path("description").asString());
    noted
        .path("tags")
        .propertyStream()
        .forEach(tag -> models.terminal().line(tag.getKey() + " = " + tag.getValue().asString()));
    models.terminal().document(noted);
  }
}
