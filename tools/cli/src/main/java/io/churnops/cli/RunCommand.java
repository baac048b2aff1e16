package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code churnops run}. */
@Command(
    name = "run",
    description = "Finds, shows, compares and cancels runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunListCommand.class,
      RunShowCommand.class,
      RunCompareCommand.class,
      RunTrialsCommand.class,
      RunCancelCommand.class
    })
final class RunCommand implements Runnable {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Override
  public void run() {
    var line = Parent.of(spec).commandLine();
    line.usage(line.getOut());
  }

  Terminal terminal() {
    return Parent.of(churnops).terminal();
  }

  ServiceClient training() {
    return service.client(Parent.of(churnops).suite(), SuiteService.TRAINING);
  }
}
