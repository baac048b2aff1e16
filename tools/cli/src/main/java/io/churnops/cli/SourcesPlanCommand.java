package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops sources plan}. */
@Command(
    name = "plan",
    description = "Shows what `apply` would do with the sources in files.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing would change",
      "1:a declaration is not usable; the reason is on the error stream",
      "4:something would change"
    },
    mixinStandardHelpOptions = true)
final class SourcesPlanCommand implements Callable<Integer> {

  private static final int WOULD_CHANGE = 4;

  @ParentCommand private @Nullable SourcesCommand sources;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files, or folders of files.")
  private List<Path> paths = List.of();

  @Override
  public Integer call() {
    SourcesCommand parent = Parent.of(sources);
    Map<String, String> actions = new LinkedHashMap<>();
    try (ServiceClient client = parent.client()) {
      SourceFile.read(paths).forEach(file -> actions.put(file.name(), file.plan(client)));
    }
    actions.forEach((name, action) ->
        parent.terminal().line("%-30s %s".formatted(name, action.toLowerCase(Locale.ROOT))));
    parent.terminal().document(actions);
    return actions.values().stream().allMatch("UNCHANGED"::equals) ? 0 : WOULD_CHANGE;
  }
}
