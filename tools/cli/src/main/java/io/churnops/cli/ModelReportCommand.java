package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops model report}. */
@Command(
    name = "report",
    description = "Writes the card of a version as one HTML page to read, print and mail.",
    mixinStandardHelpOptions = true)
final class ModelReportCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(
      paramLabel = "VERSION",
      arity = "0..1",
      defaultValue = "champion",
      description = "Its number, or an alias that means it (default: ${DEFAULT-VALUE}).")
  private String version = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it (default: MODEL-VERSION.html).")
  private @Nullable Path output;

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    Terminal terminal = models.terminal();
    try (ServiceClient registry = models.registry()) {
      int number = models.version(registry, version);
      String page = registry.text(models.path(number) + "/report", "text/html");
      Path file = output == null ? Path.of("%s-%d.html".formatted(models.model(), number)) : output;
      write(page, file);
      terminal.line(
          "Version %d of %s: %s".formatted(number, models.model(), file.toAbsolutePath()));
      terminal.document(
          Map.of(
              "model",
              models.model(),
              "version",
              number,
              "file",
              file.toAbsolutePath().toString()));
    }
    return 0;
  }

  static void write(String page, Path file) {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new SuiteException("%s cannot be written: %s".formatted(file, e), e);
    }
  }
}
