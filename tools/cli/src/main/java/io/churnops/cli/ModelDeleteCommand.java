package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops model delete}. */
@Command(
    name = "delete",
    description = "Deletes a version that no alias means; it can be restored for a while.",
    mixinStandardHelpOptions = true)
final class ModelDeleteCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(paramLabel = "VERSION", description = "Number of the version.")
  private int version;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the audit.")
  private String reason = "";

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    try (ServiceClient registry = models.registry()) {
      registry.delete(models.path(version) + "?reason=" + ServiceClient.encoded(reason));
      models
          .terminal()
          .line(
              "Version %d of %s is deleted. churnops model restore %d brings it back."
                  .formatted(version, models.model(), version));
      models.terminal().document(Map.of("model", models.model(), "deleted", version));
    }
    return 0;
  }
}
