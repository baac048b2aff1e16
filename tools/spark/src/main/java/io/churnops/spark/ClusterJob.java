package io.churnops.spark;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The job that {@code spark-submit} starts. */
@Command(
    name = "churnops-spark",
    mixinStandardHelpOptions = true,
    subcommands = {RowsCommand.class, ForestCommand.class},
    description = "Makes training sets and forests on an Apache Spark cluster.")
public final class ClusterJob {

  private ClusterJob() {}

  /** Runs a command; spark-submit says which cluster. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ENGLISH);
    int code = run(new PrintWriter(System.err, true, StandardCharsets.UTF_8), args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a command and returns its exit code: 2 for whatever the caller can mend. */
  static int run(PrintWriter errors, String... args) {
    return new CommandLine(new ClusterJob())
        .setErr(errors)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, _) -> {
          Optional<String> reason = PlainReason.of(failure);
          if (reason.isEmpty()) {
            throw failure;
          }
          command.getErr().println(reason.get());
          return command.getCommandSpec().exitCodeOnInvalidInput();
        })
        .execute(args);
  }

  /** A context on the cluster that spark-submit names, or on this machine where nothing does. */
  static JavaSparkContext context(String name) {
    return new JavaSparkContext(
        new SparkConf().setAppName(name).setIfMissing("spark.master", "local[*]"));
  }
}
