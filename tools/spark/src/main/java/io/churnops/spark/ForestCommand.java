package io.churnops.spark;

import io.churnops.forest.BinnedTable;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestPart;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.MissingValues;
import io.churnops.forest.TrainingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

  @Mixin private final ClusterJob.Manifest manifest = new ClusterJob.Manifest();

  @Option(names = "--rows", required = true, description = "of the training set, gzipped CSV")
  private Path rows = Path.of("");

  @Option(
      names = "--until",
      required = true,
      description = "the last cutoff whose rows the forest learns from")
  private Instant until = Instant.EPOCH;

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

  @Option(names = "--out", required = true, description = "the forest")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    ForestParameters parameters =
        ForestParameters.defaults()
            .withTrees(trees)
            .withMaxDepth(maxDepth)
            .withMinLeafSize(minLeafSize)
            .withFeatureFraction(featureFraction)
            .withSeed(seed)
            .withMissing(missing);
    JsonNode described = manifest.read();
    List<InputColumn> columns =
        described.path("columns").valueStream().map(ForestCommand::column).toList();
    int labels = described.path("labels").size();
    TrainingTable table = new RowsFile(rows, labels, columns, until).table();
    BinnedTable binned = BinnedTable.of(table, Runtime.getRuntime().availableProcessors());
    try (JavaSparkContext spark = ClusterJob.context("churnops forest")) {
      ForestPart forest = GrowForest.of(spark, binned, parameters, tasks);
      Files.write(out, forest.encode());
      System.out.printf(
          Locale.ROOT,
          "%d trees of %,d nodes from %,d rows in %s%n",
          forest.trees().trees(),
          forest.trees().nodes(),
          table.rows(),
          out);
    }
    return 0;
  }

  private static InputColumn column(JsonNode column) {
    return new InputColumn(
        column.path("name").stringValue(), InputType.valueOf(column.path("type").stringValue()));
  }
}
