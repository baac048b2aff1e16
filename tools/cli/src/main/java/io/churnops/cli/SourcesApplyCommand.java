package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops sources apply}. */
@Command(
    name = "apply",
    description = "Declares the sources in files, once all of them are found to be usable.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the declarations are in force",
      "1:a declaration is not usable; the reason is on the error stream"
    },
    mixinStandardHelpOptions = true)
final class SourcesApplyCommand implements Callable<Integer> {

  @ParentCommand private @Nullable SourcesCommand sources;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files, or folders of files.")
  private List<Path> paths = List.of();

  @Override
  public Integer call() {
    SourcesCommand parent = Parent.of(sources);
    List<SourceFile> files = SourceFile.read(paths);
    List<JsonNode> applied = new ArrayList<>();
    try (ServiceClient client = parent.client()) {
      List<String> actions = files.stream().map(file -> file.plan(client)).toList();
      for (int i = 0; i < files.size(); i++) {
        applied.add(files.get(i).apply(client));
        parent
            .terminal()
            .line(
                "%-30s %s".formatted(files.get(i).name(), actions.get(i).toLowerCase(Locale.ROOT)));
      }
    }
    parent.terminal().document(applied);
    return 0;
  }
}
