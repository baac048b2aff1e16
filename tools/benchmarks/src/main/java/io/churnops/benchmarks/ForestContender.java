package io.churnops.benchmarks;

import io.churnops.forest.ColumnStorage;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.Splitting;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.tribuo.TribuoForests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One training in a JVM of its own, which {@link ForestTraining} starts and reads. */
@Command(name = "forest-contender", hidden = true)
final class ForestContender implements Callable<Integer> {

  /** Who trains. */
  enum Who {
    CHURNOPS,
    ON_DISK,
    TRIBUO_MODEL,
    EXACT,
    XGBOOST,
    SCIKIT_LEARN
  }

  private static final int TEST_ROWS = 100_000;
  private static final int LEAF_SIZE = 5;
  private static final double FEATURE_FRACTION = 0.2;

  @Parameters(index = "0")
  private Who who = Who.CHURNOPS;

  @Option(names = "--rows", required = true)
  private int rows;

  @Option(names = "--columns", required = true)
  private int columns;

  @Option(names = "--trees", required = true)
  private int trees;

  @Option(names = "--depth", required = true)
  private int depth;

  @Option(names = "--threads", required = true)
  private int threads;

  /** Prints seconds of training, of everything's peak memory the megabytes, and the AUC. */
  @Override
  public Integer call() throws IOException, InterruptedException, XGBoostError {
    if (who == Who.SCIKIT_LEARN) {
      return scikitLearn();
    }
    double[] figures = who == Who.XGBOOST ? xgboost() : churnops();
    System.out.printf(Locale.ROOT, "%.3f %.1f %.4f%n", figures[0], peakMegabytes(), figures[1]);
    return 0;
  }

  private double[] churnops() {
    var source = new ForestTable(columns, 1);
    ColumnStorage storage =
        who == Who.ON_DISK
            ? ColumnStorage.of(Path.of(System.getProperty("java.io.tmpdir")), 0)
            : ColumnStorage.onHeap();
    var builder = TrainingTable.builder(source.names(), rows, storage);
    float[] row = new float[columns];
    for (int i = 0; i < rows; i++) {
      boolean churned = source.next(row);
      builder.add(row, churned);
    }
    TrainingTable table = builder.build();
    var parameters = new ForestParameters(trees, depth, LEAF_SIZE, FEATURE_FRACTION, 42);
    var splitting = who == Who.EXACT ? Splitting.EXACT : Splitting.HISTOGRAM;
    long start = System.nanoTime();
    CompiledForest forest = new ForestTrainer(threads, splitting).train(table, parameters);
    if (who == Who.TRIBUO_MODEL) {
      TribuoForests.export(
          forest, table, parameters, "benchmark", InstantSource.system().instant());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new double[] {seconds, auc(rowToScore -> forest.score(rowToScore))};
  }

  private double[] xgboost() throws XGBoostError {
    var source = new ForestTable(columns, 1);
    float[] values = new float[Math.multiplyExact(rows, columns)];
    float[] labels = new float[rows];
    float[] row = new float[columns];
    for (int i = 0; i < rows; i++) {
      labels[i] = source.next(row) ? 1 : 0;
      System.arraycopy(row, 0, values, i * columns, columns);
    }
    long start = System.nanoTime();
    DMatrix matrix = new DMatrix(values, rows, columns, Float.NaN);
    matrix.setLabel(labels);
    Booster booster = XGBoost.train(matrix, randomForest(), 1, Map.of(), null, null);
    double seconds = (System.nanoTime() - start) / 1e9;
    var test = new ForestTable(columns, 2);
    float[] testValues = new float[TEST_ROWS * columns];
    boolean[] churned = new boolean[TEST_ROWS];
    for (int i = 0; i < TEST_ROWS; i++) {
      churned[i] = test.next(row);
      System.arraycopy(row, 0, testValues, i * columns, columns);
    }
    float[][] predicted = booster.predict(new DMatrix(testValues, TEST_ROWS, columns, Float.NaN));
    double[] scores = new double[TEST_ROWS];
    for (int i = 0; i < TEST_ROWS; i++) {
      scores[i] = predicted[i][0];
    }
    return new double[] {seconds, BinaryMetrics.auc(scores, churned)};
  }

  /** Its random-forest mode over histograms, with settings as near ours as it has them. */
  private Map<String, Object> randomForest() {
    var settings = new HashMap<String, Object>();
    settings.put("booster", "gbtree");
    settings.put("tree_method", "hist");
    settings.put("max_bin", 256);
    settings.put("num_parallel_tree", trees);
    settings.put("subsample", 0.632);
    settings.put("colsample_bynode", FEATURE_FRACTION);
    settings.put("learning_rate", 1);
    settings.put("max_depth", depth);
    settings.put("min_child_weight", 1e-5);
    settings.put("lambda", 1e-5);
    settings.put("objective", "binary:logistic");
    settings.put("nthread", threads);
    settings.put("seed", 42);
    return settings;
  }

  /** The python3 that is found first needs numpy and scikit-learn; it prints the figures itself. */
  private int scikitLearn() throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("python3", "-c", script()));
    for (Number argument :
        List.of(rows, TEST_ROWS, columns, trees, depth, threads, LEAF_SIZE, FEATURE_FRACTION)) {
      command.add(argument.toString());
    }
    Process python =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream out = new BufferedOutputStream(python.getOutputStream(), 1 << 20)) {
      write(new ForestTable(columns, 1), rows, out);
      write(new ForestTable(columns, 2), TEST_ROWS, out);
    }
    return python.waitFor();
  }

  private void write(ForestTable source, int count, OutputStream out) throws IOException {
    float[] row = new float[columns];
    ByteBuffer bytes =
        ByteBuffer.allocate((columns + 1) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      boolean churned = source.next(row);
      bytes.clear();
      bytes.asFloatBuffer().put(row).put(churned ? 1 : 0);
      out.write(bytes.array());
    }
  }

  private static String script() throws IOException {
    try (InputStream script = ForestContender.class.getResourceAsStream("scikit_forest.py")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private double auc(Scorer scorer) {
    var test = new ForestTable(columns, 2);
    float[] row = new float[columns];
    double[] scores = new double[TEST_ROWS];
    boolean[] churned = new boolean[TEST_ROWS];
    for (int i = 0; i < TEST_ROWS; i++) {
      churned[i] = test.next(row);
      scores[i] = scorer.score(row);
    }
    return BinaryMetrics.auc(scores, churned);
  }

  /** The most memory the process ever had in use, as the kernel counts it. */
  private static double peakMegabytes() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
    return lines.stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  private interface Scorer {
    double score(float[] row);
  }
}
