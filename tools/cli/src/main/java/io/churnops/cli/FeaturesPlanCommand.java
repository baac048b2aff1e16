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

/** {@code churnops features plan}. */
@Command(
    name = "plan",
    description = "Shows what `apply` would do with the views and labels in files.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing would change",
      "1:the definitions are not usable; the reasons are on the error stream",
      "4:something would change"
    },
    mixinStandardHelpOptions = true)
final class FeaturesPlanCommand implements Callable<Integer> {

  private static final int WOULD_CHANGE = 4;

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
    try (ServiceClient store = Parent.of(features).store()) {
      JsonNode plan =
          store.post(
              "/v1/definitions:plan",
              Map.of(
                  "definitions",
                  DefinitionFiles.read(paths),
                  "retireSuperseded",
                  retireSuperseded));
      PlanText.print(plan, terminal);
      terminal.document(plan);
      return plan.path("changes").booleanValue() ? WOULD_CHANGE : 0;
    }
  }
}
