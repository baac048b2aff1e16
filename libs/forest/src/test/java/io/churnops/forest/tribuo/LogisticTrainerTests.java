package io.churnops.forest.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.oracle.labs.mlrg.olcut.util.Pair;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.InvalidInputException;
import io.churnops.forest.LabelledRow;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.LogisticRegression;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.UntrainableException;
import io.churnops.forest.evaluation.BinaryMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.la.SGDVector;

class LogisticTrainerTests {

  private static final long SEED = 11;
  private static final List<InputColumn> COLUMNS =
      List.of(
          new InputColumn("revenue", InputType.NUMBER),
          new InputColumn("country", InputType.CATEGORY),
          new InputColumn("constant", InputType.NUMBER));

  private final List<LabelledRow> rows = rows(4_000);
  private final ForestInputs inputs = ForestInputs.fit(COLUMNS, rows);
  private final TrainingTable table = TrainingTable.of(inputs, rows);

  /** A fit of a thousand epochs takes minutes; the interrupt comes when it has long begun. */
  @Test
  void stopsInTheMiddleOfAFit() {
    int[] asked = {0};
    var objective =
        new InterruptibleObjective() {
          @Override
          public Pair<Double, SGDVector> lossAndGradient(Integer truth, SGDVector prediction) {
            if (++asked[0] == 1_000) {
              Thread.currentThread().interrupt();
            }
            return super.lossAndGradient(truth, prediction);
          }
        };

    assertThatThrownBy(() ->
            LogisticTrainer.train(
                inputs, table, new LogisticParameters(1_000, 0.1, 1), "rows", objective))
        .isInstanceOf(CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked[0]).isEqualTo(1_000);
  }

  @Test
  void namesTribuosOwnLossInItsProvenance() {
    assertThat(train(table).tribuo().getProvenance().toString())
        .contains(LogMulticlass.class.getName())
        .doesNotContain(InterruptibleObjective.class.getName());
  }

  @Test
  void ranksAsWellAsTheTruthWhereTheTruthIsLogistic() {
    LogisticRegression regression = train(table).compiled();

    double[] truth = new double[table.rows()];
    boolean[] churned = new boolean[table.rows()];
    for (int row = 0; row < truth.length; row++) {
      truth[row] = probability(rows.get(row).row());
      churned[row] = table.label(row);
    }
    double[] scores = regression.scores(encoded());
    assertThat(BinaryMetrics.auc(scores, churned))
        .as("seed %d", SEED)
        .isCloseTo(BinaryMetrics.auc(truth, churned), within(0.01));
    assertThat(Arrays.stream(scores).average().orElseThrow())
        .isCloseTo(table.positives() / (double) table.rows(), within(0.02));
  }

  @Test
  void givesTheSameModelForTheSameRowsAndSeed() {
    assertThat(train(table).compiled()).isEqualTo(train(table).compiled());
  }

  @Test
  void tribuoLoadsItBackAndScoresTheSame(@TempDir Path folder) throws IOException {
    TrainedLogistic trained = train(table);
    Path file = folder.resolve("tribuo-model.pb");
    try (OutputStream out = Files.newOutputStream(file)) {
      TribuoModelFile.content(trained.tribuo()).writeTo(out);
    }
    Model<Label> loaded = TribuoModelFile.load(file);

    assertThat(loaded.serialize()).isEqualTo(trained.tribuo().serialize());
    assertThat(loaded.getProvenance().getDatasetProvenance().toString()).contains("the shop");
  }

  @Test
  void definesMissingAndUnseen() {
    LogisticRegression regression = train(table).compiled();
    double average = score(regression, StrictMath.expm1(3.0), "FR");

    assertThat(score(regression, null, "FR"))
        .as("a number that training rows lacked has a weight of its own: they churn more")
        .isGreaterThan(average + 0.1);
    assertThat(score(regression, 20.0, "never seen"))
        .as("no country was ever missing, so one never seen adds nothing")
        .isEqualTo(score(regression, 20.0, null))
        .isBetween(score(regression, 20.0, "FR"), score(regression, 20.0, "DE"));
    assertThat(score(regression, 1e300, "DE")).isBetween(0.0, 1.0);
    assertThat(score(regression, -1e300, "DE")).isBetween(0.0, 1.0);
  }

  /** Whichever way rows are told to Tribuo; sums are rounded differently. */
  @Test
  void learnsTheSameFromRowsThatSayTheirZeros() {
    int[] all = IntStream.range(0, table.rows()).toArray();
    List<LogisticScale> scales = LogisticTrainer.scales(table, all);
    List<double[]> scores =
        Stream.of(true, false)
            .map(zeros ->
                LogisticTrainer.train(
                        new LogisticFeatures(inputs, scales, zeros),
                        table,
                        all,
                        LogisticParameters.defaults(),
                        "the shop",
                        new InterruptibleObjective())
                    .compiled()
                    .scores(encoded()))
            .toList();

    assertThat(scores.getFirst()).containsExactly(scores.getLast(), within(1e-12));
    assertThat(scores.getFirst()).isEqualTo(train(table).compiled().scores(encoded()));
  }

  /** So many equal numbers have a mean that is not quite theirs. */
  @Test
  void learnsNothingFromAColumnThatIsAlwaysTheSame() {
    LogisticRegression regression = train(table).compiled();

    float[] row = inputs.encode(FeatureRow.of(Arrays.asList(20.0, "FR", 1.0)));
    float[] other = inputs.encode(FeatureRow.of(Arrays.asList(20.0, "FR", 2.0)));
    assertThat(regression.score(other)).isEqualTo(regression.score(row));
  }

  @Test
  void countsWeightedRowsMore() {
    double[] weights = new double[table.rows()];
    Arrays.setAll(weights, row -> table.label(row) ? 10 : 1);

    double[] plain = train(table).compiled().scores(encoded());
    double[] weighted = train(table.weighted(weights)).compiled().scores(encoded());
    assertThat(Arrays.stream(weighted).average().orElseThrow())
        .isGreaterThan(Arrays.stream(plain).average().orElseThrow() + 0.1);
  }

  @Test
  void refusesRowsOfOneClassAndTooFew() {
    List<LabelledRow> stayed = rows.stream().filter(row -> !row.churned()).toList();

    assertThatThrownBy(() -> train(TrainingTable.of(inputs, stayed)))
        .isInstanceOf(UntrainableException.class)
        .hasMessageContaining("one class");
    assertThatThrownBy(() -> train(TrainingTable.of(inputs, rows.subList(0, 19))))
        .isInstanceOf(UntrainableException.class)
        .hasMessageContaining("there are 19");
  }

  @Test
  void refusesRowsThatAreNotItsOwn() {
    LogisticRegression regression = train(table).compiled();

    assertThatThrownBy(() -> regression.score(new float[2]))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> regression.score(new float[] {Float.NaN, 0, 0}))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> regression.score(new float[] {0, 7, 0}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("coded 7");
  }

  private TrainedLogistic train(TrainingTable of) {
    return LogisticTrainer.train(inputs, of, LogisticParameters.defaults(), "the shop");
  }

  private double score(
      LogisticRegression regression, @Nullable Object revenue, @Nullable Object country) {
    return regression.score(inputs.encode(FeatureRow.of(Arrays.asList(revenue, country, 1.0))));
  }

  private float[][] encoded() {
    return IntStream.range(0, table.rows()).mapToObj(table::row).toArray(float[][]::new);
  }

  private static double probability(FeatureRow row) {
    double logOdds = row.category(1).equals("DE") ? 1 : -1;
    logOdds += row.isMissing(0) ? 1 : 2 - StrictMath.log1p(row.number(0)) / 1.5;
    return 1 / (1 + Math.exp(-logOdds));
  }

  private static List<LabelledRow> rows(int count) {
    var random = new SplittableRandom(SEED);
    List<LabelledRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Double revenue = random.nextInt(5) == 0 ? null : Math.exp(random.nextDouble(8)) - 1;
      FeatureRow row =
          FeatureRow.of(Arrays.asList(revenue, random.nextBoolean() ? "DE" : "FR", 1.0));
      rows.add(new LabelledRow(row, random.nextDouble() < probability(row)));
    }
    return rows;
  }
}
