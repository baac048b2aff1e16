package io.churnops.spark;

import io.churnops.forest.BinnedTable;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestPart;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.MissingValues;
import io.churnops.forest.TrainingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Grows a forest from the rows of a training set. */
@Command(
    name = "forest",
    mixinStandardHelpOptions = true,
    description = "Grows a forest from rows of a training set.")
final class ForestCommand implements Callable<Integer> {

  @Mixin private final JobFiles files = new JobFiles();

  @Option(names = "--rows", required = true, description = "of the training set, gzipped CSV")
  private Path rows = Path.of("");

  @Mixin private final LearntCutoffs learnt = new LearntCutoffs();

  @Option(names = "--trees", defaultValue = "200")
  private int trees;

  @Option(names = "--max-depth", defaultValue = "7")
  private int maxDepth;

  @Option(names = "--min-leaf-size", defaultValue = "20")
  private int minLeafSize;

  @Option(names = "--feature-fraction", defaultValue = "0.2")
  private double featureFraction;

  @Option(names = "--seed", defaultValue = "42")
  private long seed;

  @Option(
      names = "--missing",
      defaultValue = "learned",
      description = "where missing values go: learned at each split, or low")
  private MissingValues missing = MissingValues.LEARNED;

  @Option(
      names = "--tasks",
      defaultValue = "32",
      description = "that the trees are shared among (default: ${DEFAULT-VALUE})")
  private int tasks;

  @Override
  public Integer call() throws IOException {
    ForestParameters parameters = parameters();
    if (tasks < 1) {
      throw new UnusableInputException("--tasks must be at least 1");
    }
    files.requireRoom();
    JsonNode described = files.manifest();
    List<InputColumn> columns =
        described.path("columns").valueStream().map(ForestCommand::column).toList();
    var csv = new RowsFile(rows, described.path("labels").size(), columns);
    csv.requireSha256(described.path("sha256").stringValue(""));
    TrainingTable table = csv.table(learnt.until(described, csv));
    BinnedTable binned = BinnedTable.of(table, Runtime.getRuntime().availableProcessors());
    ForestTrainer.requireTrainable(binned, parameters);
    try (JavaSparkContext spark = ClusterJob.context("churnops forest")) {
      ForestPart forest = GrowForest.of(spark, binned, parameters, tasks);
      files.write(file -> Files.write(file, forest.encode()));
      System.out.printf(
          Locale.ROOT,
          "%d trees of %,d nodes from %,d rows in %s%n",
          forest.trees().trees(),
          forest.trees().nodes(),
          table.rows(),
          files.out());
    }
    return 0;
  }

  private ForestParameters parameters() {
    try {
      return ForestParameters.defaults()
          .withTrees(trees)
          .withMaxDepth(maxDepth)
          .withMinLeafSize(minLeafSize)
          .withFeatureFraction(featureFraction)
          .withSeed(seed)
          .withMissing(missing);
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException("No forest can be asked for so: " + e.getMessage());
    }
  }

  private static InputColumn column(JsonNode column) {
    String type = column.path("type").stringValue("");
    for (InputType known : InputType.values()) {
      if (known.name().equals(type)) {
        return new InputColumn(column.path("name").stringValue(""), known);
      }
    }
    throw new UnusableInputException("The manifest has a column of type '" + type + "'");
  }
}
