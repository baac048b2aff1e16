package io.churnops.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Loads on a running suite; where a bare peer can do the same work, it does so in the same run. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Loads a running suite.",
    subcommands = {
      Predictions.class,
      IntakeRate.class,
      FoldRate.class,
      Freshness.class,
      ReadLatency.class,
      RunSearches.class,
      TrainingSets.class,
      ForestTraining.class,
      ForestContender.class,
      ForestScoring.class
    })
final class Load {

  private Load() {}

  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "io/churnops/benchmarks/logback-load.xml");
    System.exit(new CommandLine(new Load()).execute(arguments));
  }
}
