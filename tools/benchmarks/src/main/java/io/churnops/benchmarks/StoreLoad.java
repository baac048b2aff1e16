package io.churnops.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The way of an event into the feature store and out of it again, each against a bare peer. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = "Loads the feature store of a running suite.",
    subcommands = {IntakeRate.class, FoldRate.class, Freshness.class, ReadLatency.class})
final class StoreLoad {

  private StoreLoad() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StoreLoad()).execute(arguments));
  }
}
