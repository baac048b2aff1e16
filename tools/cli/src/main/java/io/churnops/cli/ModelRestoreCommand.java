package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops model restore}. */
@Command(
    name = "restore",
    description = "Brings a deleted version back, while its artefact is there.",
    mixinStandardHelpOptions = true)
final class ModelRestoreCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(paramLabel = "VERSION", description = "Number of the version.")
  private int version;

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    try (ServiceClient registry = models.registry()) {
      JsonNode restored = registry.post(models.path(version) + ":restore", Map.of());
      models.terminal().line("Version %d of %s is back.".formatted(version, models.model()));
      models.terminal().document(restored);
    }
    return 0;
  }
}
