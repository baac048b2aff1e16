package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops model unalias}. */
@Command(
    name = "unalias",
    description = "Removes an alias; its version and its history stay.",
    mixinStandardHelpOptions = true)
final class ModelUnaliasCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(paramLabel = "ALIAS", description = "The alias.")
  private String alias = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why; kept in its history and in the audit.")
  private String reason = "";

  @Option(names = "--force", description = "Removes it even if it is the champion's.")
  private boolean force;

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    try (ServiceClient registry = models.registry()) {
      registry.delete(
          "%s/aliases/%s?reason=%s&force=%s"
              .formatted(
                  models.path(),
                  ServiceClient.encoded(alias),
                  ServiceClient.encoded(reason),
                  force));
      models.terminal().line("%s has no alias %s now.".formatted(models.model(), alias));
      models.terminal().document(Map.of("model", models.model(), "removed", alias));
    }
    return 0;
  }
}
