package io.churnops.cli;

import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code churnops reset}. */
@Command(
    name = "reset",
    description =
        "Deletes all data and logs of a stopped suite, and the page of the demo; its"
            + " credentials stay.",
    mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(churnops).terminal();
    LocalSuite suite = Parent.of(churnops).suite();
    if (!yes && !confirmed(terminal, suite)) {
      terminal.line("Nothing was deleted.");
      return 1;
    }
    suite.reset();
    deletePage(DemoCommand.page(suite.home()));
    terminal.line("Deleted the data and logs in %s.".formatted(suite.home().folder()));
    terminal.document(suite.status());
    return 0;
  }

  private static void deletePage(Path page) {
    try {
      if (Files.isRegularFile(page)) {
        Files.delete(page);
      }
    } catch (IOException e) {
      throw new SuiteException("Cannot delete %s: %s".formatted(page, e), e);
    }
  }

  private static boolean confirmed(Terminal terminal, LocalSuite suite) {
    if (!terminal.interactive()) {
      throw new SuiteException("This deletes every event, feature and model. Say so: --yes");
    }
    terminal.line(
        "This deletes every event, feature and model in %s. Type yes to go on:"
            .formatted(suite.home().data()));
    Scanner answers = new Scanner(System.in, StandardCharsets.UTF_8);
    return answers.hasNextLine()
        && answers.nextLine().strip().toLowerCase(Locale.ROOT).equals("yes");
  }
}
