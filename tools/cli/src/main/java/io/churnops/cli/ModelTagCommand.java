package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops model tag}. */
@Command(
    name = "tag",
    description = "Sets and removes tags of a model, or of one of its versions.",
    mixinStandardHelpOptions = true)
final class ModelTagCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Mixin private NotedThing thing = new NotedThing();

  @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "Tags to be set.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--remove", paramLabel = "KEY", description = "A tag to be removed.")
  private List<String> remove = new ArrayList<>();

  @Override
  public Integer call() {
    Map<String, @Nullable String> tags = new LinkedHashMap<>(set);
    remove.forEach(key -> tags.put(key, null));
    ModelCommand models = Parent.of(parent);
    try (ServiceClient registry = models.registry()) {
      thing.note(models, registry, Map.of("tags", tags));
    }
    return 0;
  }
}
