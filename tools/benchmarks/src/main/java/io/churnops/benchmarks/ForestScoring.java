package io.churnops.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.explanation.ExplainScores;
import io.churnops.forest.tribuo.TribuoForests;
import java.nio.FloatBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Scores rows with one forest in three forms: compiled, Tribuo's and ONNX Runtime's; one thread.
 */
@Command(
    name = "score-forest",
    mixinStandardHelpOptions = true,
    description = "A compiled forest against Tribuo's predict and ONNX Runtime; needs no suite.")
final class ForestScoring implements Callable<Integer> {

  @Option(names = "--rows", defaultValue = "100000", description = "the forest is grown from")
  private int rows;

  @Option(names = "--trees", defaultValue = "100")
  private int trees;

  @Option(names = "--depth", defaultValue = "12")
  private int depth;

  @Option(names = "--batch", defaultValue = "10000", description = "rows at a time")
  private int batch;

  private static final int COLUMNS = 30;
  private static final int WARM = 5;
  private static final int ROUNDS = 15;
  private static final int FEW = 2_000;
  private static final int FEWER = 100;

  @Override
  public Integer call() throws OrtException {
    TrainingTable table = table(1, rows);
    var parameters = new ForestParameters(trees, depth, 5, 0.2, 42);
    CompiledForest forest = new ForestTrainer(2).train(table, parameters);
    TrainingTable test = table(2, batch);
    float[][] questions = new float[batch][];
    Arrays.setAll(questions, test::row);
    Model<Label> tribuo =
        TribuoForests.export(
            forest, table, parameters, "benchmark", InstantSource.system().instant());
    double ours = single(questions, batch, forest::score);
    double theirs =
        single(questions, FEW, row -> TribuoForests.score(tribuo, table.columns(), row));
    double[] scores = new double[batch];
    double oursInBatch = perRow(() -> forest.score(questions, scores));
    byte[] bytes = forest.encode();
    long start = System.nanoTime();
    CompiledForest.decode(bytes);
    double load = (System.nanoTime() - start) / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%d trees, %,d nodes, %.1f MB, read in %.0f ms%n"
            + "one row, median: compiled %.2f us, Tribuo %.1f us (x %.0f)%n",
        trees,
        forest.nodes(),
        bytes.length / 1e6,
        load,
        ours,
        theirs,
        theirs / ours);
    reasons(forest, questions);
    onnx(forest, questions, scores, ours, oursInBatch);
    return 0;
  }

  private static void reasons(CompiledForest forest, float[][] questions) {
    ExplainScores explain = ExplainScores.of(forest).orElseThrow();
    double furthest = 0;
    for (int i = 0; i < FEWER; i++) {
      double total = explain.explain(questions[i]).total();
      furthest = Math.max(furthest, Math.abs(total - forest.score(questions[i])));
    }
    System.out.printf(
        Locale.ROOT,
        "reasons of one row, median: %.2f ms; together they differ from its score by %.0e at most%n",
        single(questions, FEWER, row -> explain.explain(row).total()) / 1e3,
        furthest);
  }

  private void onnx(
      CompiledForest forest, float[][] questions, double[] scores, double one, double inBatch)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    var options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    try (OrtSession session = environment.createSession(OnnxForest.of(forest), options)) {
      double single =
          single(questions, FEW, row -> run(environment, session, new float[][] {row})[0][0]);
      float[][] last = run(environment, session, questions);
      double furthest = 0;
      for (int i = 0; i < scores.length; i++) {
        furthest = Math.max(furthest, Math.abs(scores[i] - last[i][0]));
      }
      double batchOfOnnx = perRow(() -> run(environment, session, questions));
      System.out.printf(
          Locale.ROOT,
          "one row, median: ONNX Runtime %.1f us (x %.1f); its scores differ by %.0e at most%n"
              + "batch of %,d, per row: compiled %.2f us, ONNX Runtime %.2f us (x %.1f)%n",
          single,
          single / one,
          furthest,
          batch,
          inBatch,
          batchOfOnnx,
          batchOfOnnx / inBatch);
    }
  }

  private static float[][] run(
      OrtEnvironment environment, OrtSession session, float[][] questions) {
    int width = questions[0].length;
    FloatBuffer values = FloatBuffer.allocate(questions.length * width);
    for (float[] question : questions) {
      values.put(question);
    }
    long[] shape = {questions.length, width};
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values.flip(), shape);
        OrtSession.Result result = session.run(Map.of(OnnxForest.INPUT, tensor))) {
      return (float[][]) result.get(0).getValue();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime does not score", e);
    }
  }

  /** The median microseconds of single rows, after rounds that warm up. */
  private static double single(float[][] questions, int count, Scorer scorer) {
    long[] nanos = new long[count];
    double sum = 0;
    for (int round = 0; round < WARM + 1; round++) {
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        sum += scorer.score(questions[i]);
        nanos[i] = System.nanoTime() - start;
      }
    }
    if (Double.isNaN(sum)) {
      throw new IllegalStateException("a score is no number");
    }
    Arrays.sort(nanos);
    return nanos[count / 2] / 1e3;
  }

  /** The median microseconds per row of whole batches, after rounds that warm up. */
  private double perRow(Runnable scoring) {
    long[] nanos = new long[ROUNDS];
    for (int round = -WARM; round < ROUNDS; round++) {
      long start = System.nanoTime();
      scoring.run();
      nanos[Math.max(round, 0)] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[ROUNDS / 2] / 1e3 / batch;
  }

  private static TrainingTable table(long seed, int rows) {
    var source = new ForestTable(COLUMNS, seed);
    var builder = TrainingTable.builder(List.copyOf(source.names()), rows);
    float[] row = new float[COLUMNS];
    for (int i = 0; i < rows; i++) {
      boolean churned = source.next(row);
      builder.add(row, churned);
    }
    return builder.build();
  }

  private interface Scorer {
    double score(float[] row);
  }
}
