package io.churnops.cli;

import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code churnops down}. */
@Command(
    name = "down",
    description = "Stops the suite; its data stay.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(churnops).terminal();
    LocalSuite suite = Parent.of(churnops).suite();
    terminal.progress("Stopping ...");
    boolean ran = suite.down();
    terminal.line(ran ? "Stopped." : "Nothing ran.");
    terminal.document(suite.status());
    return 0;
  }
}
