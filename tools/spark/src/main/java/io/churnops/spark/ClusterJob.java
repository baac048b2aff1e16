package io.churnops.spark;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    int code =
        new CommandLine(new ClusterJob())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((failure, command, _) -> {
              if (failure instanceof UnusableInputException) {
                command.getErr().println(failure.getMessage());
                return command.getCommandSpec().exitCodeOnInvalidInput();
              }
              throw failure;
            })
            .execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** A context on the cluster that spark-submit names, or on this machine where nothing does. */
  static JavaSparkContext context(String name) {
    return new JavaSparkContext(
        new SparkConf().setAppName(name).setIfMissing("spark.master", "local[*]"));
  }

  /** The manifest of a training set, which every command is given. */
  static final class Manifest {

    @Option(
        names = "--manifest",
        required = true,
        description =
            "manifest.json of the training set, as GET /v1/training-datasets/{id} has it; its"
                + " cutoffs may be others, in any order")
    private Path file = Path.of("manifest.json");

    JsonNode read() {
      JsonNode json = JsonMapper.shared().readTree(file.toFile());
      return json.has("manifest") ? json.path("manifest") : json;
    }
  }
}
