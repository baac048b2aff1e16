package io.churnops.cli;

import io.churnops.cli.definitions.DefinitionFiles;
import io.churnops.cli.definitions.PlanText;
import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops features apply}. */
@Command(
    name = "apply",
    description = "Shows the plan for the views and labels in files, then applies it, all or none.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the definitions are in force",
      "1:nothing was applied; the reason is on the error stream"
    },
    mixinStandardHelpOptions = true)
final class FeaturesApplyCommand implements Callable<Integer> {

  @ParentCommand private @Nullable FeaturesCommand features;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files, or folders of files.")
  private List<Path> paths = List.of();

  @Option(
      names = "--retire-superseded",
      description = "Retire older views of the same names that no model uses.")
  private boolean retireSuperseded;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(features).terminal();
    List<DefinitionFiles.Source> definitions = DefinitionFiles.read(paths);
    try (ServiceClient store = Parent.of(features).store()) {
      JsonNode plan =
          store.post(
              "/v1/definitions:plan",
              Map.of("definitions", definitions, "retireSuperseded", retireSuperseded));
      PlanText.print(plan, terminal);
      JsonNode applied =
          store.post(
              "/v1/definitions:apply",
              Map.of(
                  "definitions",
                  definitions,
                  "retireSuperseded",
                  retireSuperseded,
                  "planId",
                  plan.path("planId").stringValue("")));
      terminal.line(applied.path("changes").booleanValue() ? "Applied." : "Nothing to do.");
      terminal.document(applied);
    }
    return 0;
  }
}
