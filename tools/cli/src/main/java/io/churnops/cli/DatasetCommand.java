package io.churnops.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code churnops dataset}. */
@Command(
    name = "dataset",
    description = "Lists training sets, and says what is in them and how they differ.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DatasetListCommand.class,
      DatasetStatsCommand.class,
      DatasetCompareCommand.class
    })
final class DatasetCommand implements Runnable {

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    var line = Parent.of(spec).commandLine();
    line.usage(line.getOut());
  }

  ChurnopsCommand churnops() {
    return Parent.of(churnops);
  }
}
