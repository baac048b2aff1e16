package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops model describe}. */
@Command(
    name = "describe",
    description = "Describes a model, or one of its versions, in words of your own.",
    mixinStandardHelpOptions = true)
final class ModelDescribeCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Mixin private NotedThing thing = new NotedThing();

  @Parameters(paramLabel = "TEXT", description = "The description; empty to have none.")
  private String text = "";

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    try (ServiceClient registry = models.registry()) {
      thing.note(models, registry, Map.of("description", text));
    }
    return 0;
  }
}
