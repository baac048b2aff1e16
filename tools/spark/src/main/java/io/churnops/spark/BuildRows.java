package io.churnops.spark;

import io.churnops.features.engine.CsvRow;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * Makes the rows of a training set from the event log on a cluster: the log is read once, in
 * slices, sorted by customer between the executors, and folded there; the driver joins the rows in
 * the order of the customers. They are those of feature-service, to the byte.
 */
final class BuildRows {

  private final JavaSparkContext spark;
  private final LogSource log;

  BuildRows(JavaSparkContext spark, LogSource log) {
    this.spark = spark;
    this.log = log;
  }

  /** What was written: the hash is that of the CSV, uncompressed. */
  record Built(long rows, String sha256) {}

  /**
   * Writes the rows as gzipped CSV.
   *
   * @param ranges of customers that are folded at a time
   * @throws UnusableInputException if ids of the log are joined, which the job cannot follow
   */
  Built write(TrainingSetPlan plan, int ranges, Path file) throws IOException, SQLException {
    try (LogSnapshot snapshot = LogSnapshot.of(log)) {
      if (snapshot.hasJoinedCustomers()) {
        throw new UnusableInputException(
            "Ids of this log were joined to one customer. Only feature-service makes rows of such"
                + " customers.");
      }
      List<LogSlice> slices = snapshot.slices();
      JavaRDD<RowsBlock> blocks =
          spark
              .parallelize(slices, Math.max(1, slices.size()))
              .flatMapToPair(new ReadLog(log, snapshot.name(), plan))
              .repartitionAndSortWithinPartitions(new CustomerRanges(snapshot.borders(ranges)))
              .mapPartitions(new FoldCustomers(plan))
              .persist(StorageLevel.DISK_ONLY());
      blocks.count();
      Built built = write(plan, blocks.toLocalIterator(), file);
      blocks.unpersist();
      return built;
    }
  }

  private static Built write(TrainingSetPlan plan, Iterator<RowsBlock> blocks, Path file)
      throws IOException {
    MessageDigest digest = sha256();
    CsvRow header = new CsvRow();
    header.header(plan.labelColumns(), plan.compiledView().columns());
    long rows = 0;
    try (OutputStream out =
        new DigestOutputStream(
            new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file))), digest)) {
      out.write(header.bytes(), 0, header.size());
      while (blocks.hasNext()) {
        RowsBlock block = blocks.next();
        out.write(block.csv());
        rows += block.rows();
      }
    }
    return new Built(rows, HexFormat.of().formatHex(digest.digest()));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
