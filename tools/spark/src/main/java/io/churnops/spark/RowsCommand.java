package io.churnops.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Makes the rows of a training set. */
@Command(
    name = "rows",
    mixinStandardHelpOptions = true,
    description = "Makes the rows that a manifest describes from the event log, as gzipped CSV.")
final class RowsCommand implements Callable<Integer> {

  @Mixin private final JobFiles files = new JobFiles();

  @Option(names = "--postgres-url", required = true, description = "jdbc:postgresql://…")
  private String url = "";

  @Option(names = "--postgres-user", defaultValue = "features")
  private String user = "features";

  @Option(names = "--postgres-password-file", required = true, description = "read by the driver")
  private Path passwordFile = Path.of("");

  @Option(
      names = "--ranges",
      defaultValue = "64",
      description = "of customers, each folded by a task (default: ${DEFAULT-VALUE})")
  private int ranges;

  @Override
  public Integer call() throws IOException, SQLException {
    JsonNode described = files.manifest();
    TrainingSetPlan plan = TrainingSetPlan.of(described);
    if (ranges < 1) {
      throw new UnusableInputException("--ranges must be at least 1");
    }
    files.requireRoom();
    var log = new LogSource(url, user, Files.readString(passwordFile).strip());
    try (JavaSparkContext spark = ClusterJob.context("churnops rows")) {
      var rows = new BuildRows(spark, log);
      BuildRows.Built built = files.write(file -> rows.write(plan, ranges, file));
      boolean equal = built.sha256().equals(described.path("sha256").stringValue(""));
      System.out.printf(
          Locale.ROOT,
          "%,d rows in %s, SHA-256 %s%s%n",
          built.rows(),
          files.out(),
          built.sha256(),
          equal ? ", as the manifest says" : "; the manifest says otherwise: the log has moved on");
    }
    return 0;
  }
}
