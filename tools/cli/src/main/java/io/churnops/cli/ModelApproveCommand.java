package io.churnops.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code churnops model approve}. */
@Command(
    name = "approve",
    description = "Says that a version may become the champion, where that is asked for.",
    mixinStandardHelpOptions = true)
final class ModelApproveCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(paramLabel = "VERSION", description = "Number of the version.")
  private int version;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason = "";

  @Override
  public Integer call() {
    return Parent.of(parent).decide(version, "approve", reason);
  }
}
