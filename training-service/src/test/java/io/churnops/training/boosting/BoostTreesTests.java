package io.churnops.training.boosting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.OperatingSystemMXBean;
import io.churnops.forest.BoostedTrees;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.GrowthListener;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.UntrainableException;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.tribuo.TableDataset;
import io.churnops.forest.tribuo.TribuoModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.provenance.SimpleDataSourceProvenance;

class BoostTreesTests {

  private static final Duration LONG = Duration.ofDays(1);
  private static final GrowthListener NOBODY = (_, _) -> {};
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  // Names out of their alphabetical order, in which Tribuo numbers features.
  private static final List<String> COLUMNS = List.of("recency", "orders", "email", "empty");

  @Test
  void compilesWhatXGBoostBoosted() {
    TrainingTable table = table(2_000, 1);
    for (BoostingParameters parameters :
        List.of(
            new BoostingParameters(60, 4, 0.3, 1, 0.7, 0.6, 1, 5),
            new BoostingParameters(3, 12, 1, 0, 1, 1, 0, -9))) {
      TrainedBoosting trained = BoostTrees.train(table, parameters, LONG, NOBODY);
      List<float[]> rows = new ArrayList<>(others(300));
      rows.addAll(IntStream.range(0, 500).mapToObj(table::row).toList());

      Model<Label> model = trained.tribuo(table, "the shop", NOW, rows); // compares them

      assertThat(model).isInstanceOf(XGBoostModel.class);
      assertThat(trained.compiled().trees()).isEqualTo(2 * parameters.rounds());
      assertThat(model.getProvenance().getTrainerProvenance().toString())
          .contains("BoostingTrainer", "eta=" + parameters.learningRate());
    }
  }

  @Test
  void refusesRowsThatTheMachineHasNoMemoryFor() {
    var builder = TrainingTable.builder(COLUMNS);
    for (int row = 0; row < 1_000; row++) {
      builder.add(
          new float[] {row, row % 7, ForestInputs.MISSING, ForestInputs.MISSING}, row > 500);
    }
    TrainingTable table = builder.build();
    long least = 1_000 * (4 * 4 + 2 * 8);

    assertThatThrownBy(() -> BoostTrees.train(table, few(), LONG, NOBODY, () -> least - 1))
        .isInstanceOf(NoMemoryException.class)
        .hasMessageContaining("1,000 rows of 4 columns take xgboost at least 1 MB");
    assertThatThrownBy(() -> BoostTrees.train(table, few(), LONG, NOBODY, () -> -5_000_000))
        .hasMessageContaining("there are 0 MB");
    assertThat(BoostTrees.train(table, few(), LONG, NOBODY, () -> least).compiled())
        .as("missing values take none")
        .isEqualTo(BoostTrees.train(table, few(), LONG, NOBODY).compiled());
  }

  @Test
  void knowsTheMemoryThatTheJvmLeaves() {
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();

    assertThat(NativeMemory.left())
        .isPositive()
        .isLessThan(
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
                - heap / 2);
  }

  /** A cut at zero itself comes of small whole numbers on both sides of it. */
  @Test
  void sendsANegativeZeroWhereXGBoostDoes() {
    var random = new SplittableRandom(11);
    var builder = TrainingTable.builder(COLUMNS);
    for (int row = 0; row < 600; row++) {
      float value = random.nextInt(-3, 4);
      float zeros = value == 0 && random.nextBoolean() ? -0f : value;
      builder.add(
          new float[] {zeros, random.nextInt(3), value, zeros},
          random.nextInt(4) < (value < 0 ? 1 : 3));
    }
    TrainingTable table = builder.build();

    TrainedBoosting trained = BoostTrees.train(table, few(), LONG, NOBODY);

    List<float[]> rows =
        List.of(new float[] {-0f, 0, -0f, -0f}, new float[] {0, -0f, 0, 0}, table.row(0));
    assertThat(trained.tribuo(table, "the shop", NOW, rows)).isNotNull(); // compares them
    assertThat(trained.compiled().score(rows.get(0)))
        .isEqualTo(trained.compiled().score(rows.get(1)));
  }

  @Test
  void addsNothingInARoundForWhichNoRowWasDrawn() {
    TrainingTable table = table(25, 12);
    var parameters = new BoostingParameters(10, 3, 0.3, 0, 1e-6, 1, 1, 3);

    TrainedBoosting trained = BoostTrees.train(table, parameters, LONG, NOBODY);

    assertThat(trained.tribuo(table, "the shop", NOW, others(20))).isNotNull(); // compares them
    float[] parts = trained.compiled().parts(table.row(0));
    assertThat(parts).hasSize(20);
    assertThat(IntStream.range(0, 20).filter(tree -> parts[tree] == 0).count()).isPositive();
  }

  @Test
  void trainsTheSameModelAsATrainerOfTribuos() throws XGBoostError {
    TrainingTable table = table(400, 10);
    var provenance = new SimpleDataSourceProvenance("the shop", new LabelFactory());

    XGBoostModel<Label> model =
        new BoostingTrainer(few(), NOW).train(new TableDataset(table, provenance));

    BoostedTrees compiled = BoostTrees.train(table, few(), LONG, NOBODY).compiled();
    new CompareBoosted(model, compiled, COLUMNS).on(others(50));
  }

  @Test
  void seesTreesThatAreNotTheBoosters() {
    TrainingTable table = table(500, 2);
    TrainedBoosting trained = BoostTrees.train(table, few(), LONG, NOBODY);
    BoostedTrees others = BoostTrees.train(table(500, 3), few(), LONG, NOBODY).compiled();
    var mixed = new TrainedBoosting(trained.parameters(), others, trained.booster());

    assertThatThrownBy(() -> mixed.tribuo(table, "the shop", NOW, others(50)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("adds a row up to");
  }

  @Test
  void learnsWhereMissingValuesGo() {
    TrainingTable table = table(4_000, 4);
    BoostedTrees trees = BoostTrees.train(table, few(), LONG, NOBODY).compiled();
    float[] known = {20, 5, 0.5f, ForestInputs.MISSING};
    float[] unknown = {20, 5, ForestInputs.MISSING, ForestInputs.MISSING};

    assertThat(trees.score(unknown)).isGreaterThan(trees.score(known) + 0.1);
    double[] scores =
        trees.scores(IntStream.range(0, 4_000).mapToObj(table::row).toArray(float[][]::new));
    boolean[] churned = new boolean[4_000];
    IntStream.range(0, 4_000).forEach(row -> churned[row] = table.label(row));
    assertThat(BinaryMetrics.auc(scores, churned)).isGreaterThan(0.8);
    assertThat(Arrays.stream(scores).average().orElseThrow())
        .isEqualTo(table.positives() / 4_000.0, within(0.02));
  }

  @Test
  void boostsTheSameTreesAgain() {
    TrainedBoosting first = BoostTrees.train(table(3_000, 5), few(), LONG, NOBODY);
    TrainedBoosting again = BoostTrees.train(table(3_000, 5), few(), LONG, NOBODY);

    assertThat(again.booster()).isEqualTo(first.booster());
    assertThat(again.compiled().encode()).isEqualTo(first.compiled().encode());
  }

  @Test
  void givesWeightedRowsTheirWeight() {
    TrainingTable table = table(2_000, 6);
    double[] weights = new double[2_000];
    Arrays.setAll(weights, row -> table.label(row) ? 4 : 1);

    double plain = mean(BoostTrees.train(table, few(), LONG, NOBODY).compiled(), table);
    double weighted =
        mean(BoostTrees.train(table.weighted(weights), few(), LONG, NOBODY).compiled(), table);

    assertThat(weighted).isGreaterThan(plain + 0.1);
  }

  @Test
  void stopsWhenTheTimeIsOverAndTellsOfEveryRound() {
    TrainingTable table = table(500, 7);
    var told = new ArrayList<Integer>();

    TrainedBoosting one = BoostTrees.train(table, few(), Duration.ZERO, NOBODY);
    BoostTrees.train(table, few(), LONG, (round, of) -> told.add(of * 100 + round));

    assertThat(one.parameters()).isEqualTo(few().withRounds(1));
    assertThat(one.compiled())
        .isEqualTo(BoostTrees.train(table, few(), LONG, NOBODY).compiled().firstRounds(1));
    assertThat(told).hasSize(20).startsWith(2001).endsWith(2020);
    assertThat(one.tribuo(table, "the shop", NOW, others(20))).isNotNull();
  }

  @Test
  void stopsBetweenRoundsWhenInterrupted() {
    GrowthListener interrupting =
        (round, _) -> {
          if (round == 3) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> BoostTrees.train(table(500, 8), few(), LONG, interrupting))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("3 rounds");
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void refusesRowsOfOneClass(int label) {
    var builder = TrainingTable.builder(COLUMNS);
    for (int row = 0; row < 100; row++) {
      builder.add(new float[] {row, 1, 1, 1}, label == 1);
    }
    assertThatThrownBy(() -> BoostTrees.train(builder.build(), few(), LONG, NOBODY))
        .isInstanceOf(UntrainableException.class)
        .hasMessageContaining("one class");
  }

  /** In a JVM of its own, as a library is loaded once; its temporary folder is a file. */
  @Test
  void saysWhyTheLibraryCannotBeLoaded(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + file,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                WithoutLibrary.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.startsWith("xgboost is not available")))
        .as("the second time as the first")
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(file.toString(), "IOException"));
  }

  /** Tries to boost twice. */
  static final class WithoutLibrary {

    private WithoutLibrary() {}

    public static void main(String[] args) {
      for (int time = 0; time < 2; time++) {
        try {
          BoostTrees.train(table(100, 1), few(), LONG, NOBODY);
        } catch (AlgorithmUnavailableException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  /** Such a file holds what native code would parse: nobody here opens it. */
  @Test
  void isNoModelThatIsReadFromAFile(@TempDir Path folder) throws IOException {
    TrainingTable table = table(200, 9);
    Model<Label> model =
        BoostTrees.train(table, few(), LONG, NOBODY).tribuo(table, "the shop", NOW, others(5));
    Path file = folder.resolve("tribuo-model.pb");
    try (OutputStream out = Files.newOutputStream(file)) {
      TribuoModelFile.content(model).writeTo(out);
    }

    assertThatThrownBy(() -> TribuoModelFile.load(file)).hasMessageContaining("must not");
    Model<?> read = Model.deserializeFromFile(file);
    assertThat(read).isInstanceOf(XGBoostModel.class);
  }

  private static BoostingParameters few() {
    return new BoostingParameters(20, 4, 0.3, 2, 0.8, 0.8, 1, 42);
  }

  private static double mean(BoostedTrees trees, TrainingTable table) {
    return IntStream.range(0, table.rows())
        .mapToDouble(row -> trees.score(table.row(row)))
        .average()
        .orElseThrow();
  }

  /** Churn grows with recency, falls with orders, and is likelier where the email is unknown. */
  private static TrainingTable table(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var builder = TrainingTable.builder(COLUMNS);
    for (int row = 0; row < rows; row++) {
      float[] values = values(random);
      double logOdds =
          values[0] / 10 - values[1] / 2 + (values[2] == ForestInputs.MISSING ? 2 : -values[2]);
      builder.add(values, random.nextDouble() < 1 / (1 + Math.exp(-logOdds)));
    }
    return builder.build();
  }

  /** Rows that were not learnt from, one with nothing known. */
  private static List<float[]> others(int count) {
    var random = new SplittableRandom(99);
    var rows = new ArrayList<float[]>();
    IntStream.range(0, count).forEach(_ -> rows.add(values(random)));
    float[] nothing = new float[COLUMNS.size()];
    Arrays.fill(nothing, ForestInputs.MISSING);
    rows.add(nothing);
    rows.add(new float[] {ForestInputs.LARGEST, -ForestInputs.LARGEST, 0, 3});
    return rows;
  }

  private static float[] values(SplittableRandom random) {
    return new float[] {
      (float) (random.nextExponential() * 20),
      random.nextInt(12),
      random.nextInt(4) == 0 ? ForestInputs.MISSING : (float) random.nextDouble(),
      ForestInputs.MISSING
    };
  }
}
