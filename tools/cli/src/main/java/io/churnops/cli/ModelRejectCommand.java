package io.churnops.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops model reject}. */
@Command(
    name = "reject",
    description =
        "Says that a version must not become the champion, where an approval is asked for.",
    mixinStandardHelpOptions = true)
final class ModelRejectCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(paramLabel = "VERSION", description = "Number of the version.")
  private int version;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason = "";

  @Override
  public Integer call() {
    return Parent.of(parent).decide(version, "reject", reason);
  }
}
