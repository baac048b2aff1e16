package io.churnops.cli;

import io.churnops.cli.suite.Layout;
import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code churnops up}. */
@Command(
    name = "up",
    description = "Starts the suite: PostgreSQL, Redis, Kafka and the five services.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Option(names = "--separate", description = "Give each service a process of its own.")
  private boolean separate;

  @Option(names = "--foreground", description = "Stay until Ctrl-C, then stop the suite.")
  private boolean foreground;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      converter = PortOffset.class,
      description = "Add N to every port, so that several suites can run (default: 0).")
  private SuitePorts ports = new SuitePorts(0);

  @Override
  public Integer call() {
    ChurnopsCommand parent = Parent.of(churnops);
    Terminal terminal = parent.terminal();
    LocalSuite suite = parent.suite();
    long started = System.nanoTime();

    boolean fresh =
        suite.up(separate ? Layout.SEPARATE : Layout.ONE_JVM, ports, new StartProgress(terminal));

    double seconds = (System.nanoTime() - started) / 1e9;
    if (fresh) {
      terminal.line(terminal.strong("Churnops is up after %.1f s.".formatted(seconds)));
    } else {
      terminal.line(terminal.strong("Churnops runs already."));
    }
    describe(suite, ports, terminal);
    terminal.document(suite.status());
    if (foreground) {
      stay(suite, terminal);
    }
    return 0;
  }

  private static void describe(LocalSuite suite, SuitePorts ports, Terminal terminal) {
    for (SuiteService service : SuiteService.values()) {
      terminal.line("  %-19s http://localhost:%d".formatted(service.fullName(), ports.of(service)));
    }
    terminal.line("Every call needs a key, for example");
    terminal.line(
        "  %s http://localhost:%d/v1/models"
            .formatted(suite.home().curl(), ports.of(SuiteService.TRAINING)));
  }

  private static void stay(LocalSuite suite, Terminal terminal) {
    Runtime.getRuntime().addShutdownHook(new Thread(suite::down, "down"));
    terminal.line("Press Ctrl-C to stop it.");
    suite.awaitEnd();
  }
}
