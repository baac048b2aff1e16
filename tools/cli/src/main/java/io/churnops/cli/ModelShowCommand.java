package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops model show}. */
@Command(
    name = "show",
    description = "Shows the card of a version: what it is, how good it is, and its limits.",
    mixinStandardHelpOptions = true)
final class ModelShowCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(
      paramLabel = "VERSION",
      arity = "0..1",
      defaultValue = "champion",
      description = "Its number, or an alias that means it (default: ${DEFAULT-VALUE}).")
  private String version = "";

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    Terminal terminal = models.terminal();
    try (ServiceClient registry = models.registry()) {
      String path = models.path(models.version(registry, version));
      if (terminal.json()) {
        terminal.document(registry.get(path));
      } else {
        terminal.line(registry.text(path + "/card", "text/plain").stripTrailing());
      }
    }
    return 0;
  }
}
