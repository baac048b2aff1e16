package io.churnops.cli;

import io.churnops.cli.suite.PartState;
import io.churnops.cli.suite.SuiteListener;
import io.churnops.cli.terminal.Terminal;
import java.util.LinkedHashSet;
import java.util.Set;

/** Shows how the parts of a suite come up, one line each. */
public final class StartProgress implements SuiteListener {

  private final Terminal terminal;
  private final Set<String> starting = new LinkedHashSet<>();
  private final long begun = System.nanoTime();

  public StartProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void part(PartState part) {
    switch (part.status()) {
      case WAITING -> {}
      case STARTING -> starting.add(part.name());
      case UP -> {
        starting.remove(part.name());
        terminal.line(
            "  %s %-11s port %-6d %5.1f s"
                .formatted(
                    terminal.good("up"),
                    part.name(),
                    part.port(),
                    (System.nanoTime() - begun) / 1e9));
      }
      case DOWN, CRASHED -> {
        starting.remove(part.name());
        terminal.line(
            "  %s %s: %s".formatted(terminal.bad("crashed"), part.name(), part.message()));
      }
    }
    if (!starting.isEmpty()) {
      terminal.progress("  starting " + String.join(", ", starting) + " ...");
    }
  }

  @Override
  public void note(String sentence) {
    terminal.line(sentence);
  }
}
