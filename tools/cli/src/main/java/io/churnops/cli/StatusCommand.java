package io.churnops.cli;

import io.churnops.cli.suite.Layout;
import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.PartState;
import io.churnops.cli.suite.PartStatus;
import io.churnops.cli.suite.SuiteStatus;
import io.churnops.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code churnops status}. */
@Command(
    name = "status",
    description = "Shows how each part of the suite fares.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final int NOT_RUNNING = 3;

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(churnops).terminal();
    LocalSuite suite = Parent.of(churnops).suite();
    SuiteStatus status = suite.status();
    terminal.line(headline(status, suite.home().option()));
    for (PartState part : status.parts()) {
      terminal.line(row(part, terminal));
    }
    terminal.document(status);
    return switch (status.condition()) {
      case UP -> 0;
      case STOPPED -> NOT_RUNNING;
      case STARTING, IMPAIRED, CRASHED, FAILED -> 1;
    };
  }

  private static String headline(SuiteStatus status, String home) {
    return switch (status.condition()) {
      case STOPPED -> "The suite does not run. Start it: churnops up" + home;
      case STARTING -> "The suite is starting (%s).".formatted(layout(status));
      case UP -> "The suite is up (%s).".formatted(layout(status));
      case IMPAIRED ->
          "The suite runs, but not all of it (%s). Restart it: %s%s"
              .formatted(layout(status), status.upAgain(), home);
      case CRASHED ->
          "The suite's process %d has died. Start it again: %s%s; its last words: churnops logs%s"
              .formatted(status.pid(), status.upAgain(), home, home);
      case FAILED ->
          "The last start failed: %s"
              .formatted(status.failure() == null ? "" : status.failure().message());
    };
  }

  private static String layout(SuiteStatus status) {
    return "%s, pid %d"
        .formatted(
            status.layout() == Layout.SEPARATE ? "separate processes" : "one JVM", status.pid());
  }

  private static String row(PartState part, Terminal terminal) {
    String status = "%-8s".formatted(part.status());
    String styled =
        switch (part.status()) {
          case UP -> terminal.good(status);
          case DOWN, CRASHED -> terminal.bad(status);
          case WAITING, STARTING -> status;
        };
    StringBuilder row =
        new StringBuilder(
            "  %-11s %s port %-6d pid %-8s since %.19sZ"
                .formatted(
                    part.name(),
                    styled,
                    part.port(),
                    part.pid() == null ? "-" : part.pid(),
                    part.since()));
    if (part.exitCode() != null) {
      row.append("  exit code ").append(part.exitCode());
    }
    if (part.message() != null && part.status() != PartStatus.UP) {
      row.append("  ").append(part.message().lines().findFirst().orElse(""));
    }
    return row.toString();
  }
}
