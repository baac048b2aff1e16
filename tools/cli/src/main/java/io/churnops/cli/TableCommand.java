package io.churnops.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code churnops table}. */
@Command(
    name = "table",
    description = "Makes models of tables with one row per customer.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = TableImportCommand.class)
final class TableCommand implements Runnable {

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
