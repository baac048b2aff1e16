package io.churnops.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains forests on seeded tables, each in a process of its own, beside those of others. */
@Command(
    name = "train-forest",
    mixinStandardHelpOptions = true,
    description = "Training forests against XGBoost's and scikit-learn's; needs no suite.")
final class ForestTraining implements Callable<Integer> {

  @Option(names = "--rows", split = ",", defaultValue = "1000000", description = "of each table")
  private List<Integer> rows = List.of();

  @Option(names = "--columns", defaultValue = "30")
  private int columns;

  @Option(names = "--trees", defaultValue = "100")
  private int trees;

  @Option(names = "--depth", defaultValue = "12")
  private int depth;

  @Option(names = "--threads", defaultValue = "2")
  private int threads;

  @Option(names = "--rounds", defaultValue = "1", description = "in turns")
  private int rounds;

  @Option(
      names = "--who",
      split = ",",
      defaultValue = "CHURNOPS,XGBOOST",
      description = "of ${COMPLETION-CANDIDATES}")
  private List<ForestContender.Who> who = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (int size : rows) {
      for (int round = 0; round < rounds; round++) {
        for (ForestContender.Who contender : who) {
          String[] figures = run(contender, size).split(" ");
          System.out.printf(
              Locale.ROOT,
              "%,d rows x %d, %d trees of depth %d, %d threads, %s: %s s, peak %s MB, AUC %s%n",
              size,
              columns,
              trees,
              depth,
              threads,
              contender,
              figures[0],
              figures[1],
              figures[2]);
        }
      }
    }
    return 0;
  }

  private String run(ForestContender.Who contender, int size)
      throws IOException, InterruptedException {
    // Room for the table, its bins, each thread's rows and the trees; the peer's table twice.
    int perValue =
        switch (contender) {
          case ON_DISK -> 2;
          case EXACT -> 14;
          case CHURNOPS, TRIBUO_MODEL, XGBOOST -> 6;
          case SCIKIT_LEARN -> 0;
        };
    int perRow = columns * perValue + 60;
    long heap = 120 + (long) size * perRow / 1_000_000;
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName(),
                "forest-contender",
                contender.name()));
    command.addAll(List.of("--rows", "" + size, "--columns", "" + columns, "--trees", "" + trees));
    command.addAll(List.of("--depth", "" + depth, "--threads", "" + threads));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(contender + " failed: " + output);
    }
    return output.lines().reduce("", (before, line) -> line);
  }
}
