package io.churnops.cli;

import io.churnops.cli.Finding.Verdict;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code churnops doctor}. */
@Command(
    name = "doctor",
    description = "Looks for what keeps the suite from running, and says what to do.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      converter = PortOffset.class,
      description = "As with up (default: 0).")
  private SuitePorts ports = new SuitePorts(0);

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(churnops).terminal();
    List<Finding> findings = new Checkup(Parent.of(churnops).suite(), ports).findings();
    for (Finding finding : findings) {
      String verdict = "%-8s".formatted(finding.verdict());
      terminal.line(
          "%s %-12s %s"
              .formatted(
                  finding.verdict() == Verdict.OK ? terminal.good(verdict) : terminal.bad(verdict),
                  finding.subject(),
                  finding.found()));
      if (!finding.fix().isEmpty()) {
        terminal.line(" ".repeat(22) + finding.fix());
      }
    }
    terminal.document(findings);
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAILURE) ? 1 : 0;
  }
}
