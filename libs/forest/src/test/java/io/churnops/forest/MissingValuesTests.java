package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.tribuo.TribuoForests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Model;
import org.tribuo.classification.Label;

/** Splits that learn where the rows go whose value is missing. */
class MissingValuesTests {

  private static final ForestParameters PARAMETERS =
      new ForestParameters(12, 6, 4, 0.7, 5).withMissing(MissingValues.LEARNED);

  /** A share of churners that is the same at high values and where there is none. */
  private static TrainingTable missingIsAsHigh(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var builder = TrainingTable.builder(List.of("value", "noise"), rows);
    for (int row = 0; row < rows; row++) {
      float value = random.nextInt(3) == 0 ? ForestInputs.MISSING : random.nextInt(40);
      boolean high = value == ForestInputs.MISSING || value >= 20;
      builder.add(new float[] {value, random.nextInt(9)}, random.nextDouble() < (high ? 0.8 : 0.1));
    }
    return builder.build();
  }

  /** Four columns on grids, with blanks that say this or that in each cell. */
  private static TrainingTable grid(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var builder = TrainingTable.builder(List.of("a", "b", "c", "d"), rows);
    for (int row = 0; row < rows; row++) {
      float[] values = new float[4];
      double logit = -1;
      for (int column = 0; column < values.length; column++) {
        boolean missing = column > 0 && random.nextInt(2 + column) == 0;
        values[column] = missing ? ForestInputs.MISSING : random.nextInt(30) - 15;
        logit += missing ? column - 2 : Math.sin(values[column] / (2.0 + column)) * 1.5;
      }
      builder.add(values, random.nextDouble() < 1 / (1 + Math.exp(-logit)));
    }
    return builder.build();
  }

  private static float[][] rows(TrainingTable table) {
    return IntStream.range(0, table.rows()).mapToObj(table::row).toArray(float[][]::new);
  }

  private static long missingRight(CompiledForest forest) {
    return IntStream.range(0, forest.nodes()).filter(forest::missingGoesRight).count();
  }

  @ParameterizedTest
  @EnumSource(Splitting.class)
  void sendsWhatIsMissingWhereItBelongs(Splitting splitting) {
    TrainingTable table = missingIsAsHigh(2_000, 3);
    ForestParameters stump = PARAMETERS.withMaxDepth(1).withFeatureFraction(1);
    CompiledForest forest = new ForestTrainer(2, splitting).train(table, stump);

    for (int tree = 0; tree < forest.trees(); tree++) {
      int root = forest.root(tree);
      assertThat(forest.feature(root)).isZero();
      assertThat(forest.threshold(root)).isEqualTo(19.5f);
      assertThat(forest.missingGoesRight(root)).isTrue();
    }
    assertThat(forest.score(new float[] {ForestInputs.MISSING, 1}))
        .isEqualTo(forest.score(new float[] {39, 1}))
        .isCloseTo(0.8, within(0.05));
  }

  @Test
  void goesRightWithWhatIsMissingAndNothingElse() {
    FlatTree tree = new FlatTree();
    int left = tree.split(0, 1, 2.5f, true, 0.5, 9);
    tree.leaf(left, 0.1, 4);
    tree.leaf(left + 1, 0.9, 5);
    CompiledForest forest = CompiledForest.of(2, List.of(tree));

    assertThat(forest.feature(0)).isEqualTo(1);
    assertThat(forest.score(new float[] {3, ForestInputs.MISSING})).isEqualTo(0.9);
    assertThat(forest.score(new float[] {3, -ForestInputs.LARGEST})).isEqualTo(0.1);
    assertThat(forest.score(new float[] {3, 2.5f})).isEqualTo(0.1);
    assertThat(forest.score(new float[] {ForestInputs.MISSING, 2.6f})).isEqualTo(0.9);
    assertThatThrownBy(() -> forest.score(new float[] {1, 2, 3, 4}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the forest has 2 inputs, the row 4 values");
  }

  /** The version says whether splits may name an input by its second number. */
  @Test
  void refusesAForestOfTheOtherVersion() {
    TrainingTable table = missingIsAsHigh(300, 4);
    byte[] learnt = new ForestTrainer(1).train(table, PARAMETERS).encode();
    byte[] low =
        new ForestTrainer(1).train(table, PARAMETERS.withMissing(MissingValues.LOW)).encode();

    assertThatThrownBy(() -> CompiledForest.decode(ofVersion(1, learnt)))
        .isInstanceOf(CorruptForestException.class)
        .hasMessageContaining("splits an unknown input");
    assertThatThrownBy(() -> CompiledForest.decode(ofVersion(2, low)))
        .isInstanceOf(CorruptForestException.class)
        .hasMessageContaining("its version is not that of its splits");
    assertThatThrownBy(() -> CompiledForest.decode(ofVersion(3, low)))
        .isInstanceOf(CorruptForestException.class)
        .hasMessageContaining("version 3");
  }

  private static byte[] ofVersion(int version, byte[] forest) {
    byte[] altered = forest.clone();
    ByteBuffer buffer = ByteBuffer.wrap(altered).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(Long.BYTES, version);
    CRC32C crc = new CRC32C();
    crc.update(altered, 0, altered.length - Integer.BYTES);
    buffer.putInt(altered.length - Integer.BYTES, (int) crc.getValue());
    return altered;
  }

  /** At every node the trainer's split gains what the best of all splits does, either way. */
  @ParameterizedTest
  @CsvSource({"HISTOGRAM, 1", "HISTOGRAM, 2", "HISTOGRAM, 3", "EXACT, 1", "EXACT, 2", "EXACT, 4"})
  void gainsAtEverySplitWhatTryingThemAllDoes(Splitting splitting, long seed) {
    TrainingTable table = grid(900, seed);
    ForestParameters all = PARAMETERS.withFeatureFraction(1).withSeed(seed).withTrees(4);
    CompiledForest forest = new ForestTrainer(2, splitting).train(table, all);
    long[] seeds = TreeSeeds.of(all);

    for (int tree = 0; tree < forest.trees(); tree++) {
      byte[] drawn = new byte[table.rows()];
      RowSampler.of(table.targets()).draw(new SplittableRandom(seeds[tree]), drawn);
      int[] sample =
          IntStream.range(0, drawn.length)
              .flatMap(row -> IntStream.generate(() -> row).limit(drawn[row]))
              .toArray();
      compare(forest, forest.root(tree), sample, table, all, 0);
    }
    assertThat(missingRight(forest)).isPositive();
  }

  private static void compare(
      CompiledForest forest,
      int node,
      int[] sample,
      TrainingTable table,
      ForestParameters parameters,
      int depth) {
    assertThat(forest.cover(node)).isEqualTo(sample.length);
    assertThat(forest.share(node)).isCloseTo(share(sample, table), within(1e-12));
    double before = purity(sample, table);
    double best = depth == parameters.maxDepth() ? before : best(sample, table, parameters);
    if (forest.isLeaf(node)) {
      assertThat(best - before).isLessThanOrEqualTo(1e-6);
      return;
    }
    int[] left = sample(sample, row -> !goesRight(forest, node, table, row));
    int[] right = sample(sample, row -> goesRight(forest, node, table, row));
    assertThat(purity(left, table) + purity(right, table)).isCloseTo(best, within(1e-9));
    compare(forest, forest.left(node), left, table, parameters, depth + 1);
    compare(forest, forest.left(node) + 1, right, table, parameters, depth + 1);
  }

  private static boolean goesRight(CompiledForest forest, int node, TrainingTable table, int row) {
    float value = table.value(row, forest.feature(node));
    return value == ForestInputs.MISSING
        ? forest.missingGoesRight(node)
        : value > forest.threshold(node);
  }

  /** The best of all columns, cuts between two of the node's values, and sides for the missing. */
  private static double best(int[] sample, TrainingTable table, ForestParameters parameters) {
    double best = purity(sample, table);
    for (int column = 0; column < table.columns().size(); column++) {
      int tried = column;
      var values = new TreeSet<Float>();
      Arrays.stream(sample).forEach(row -> values.add(table.value(row, tried)));
      for (float cut : values) {
        for (boolean missingRight : new boolean[] {false, true}) {
          int[] left =
              sample(
                  sample,
                  row -> {
                    float value = table.value(row, tried);
                    return value <= cut && !(missingRight && value == ForestInputs.MISSING);
                  });
          int leftRows = left.length;
          int rightRows = sample.length - leftRows;
          if (Math.min(leftRows, rightRows) >= parameters.minLeafSize()) {
            double churners = share(left, table) * leftRows;
            double others = share(sample, table) * sample.length - churners;
            best = Math.max(best, churners * churners / leftRows + others * others / rightRows);
          }
        }
      }
    }
    return best;
  }

  private static int[] sample(int[] sample, IntPredicate of) {
    return Arrays.stream(sample).filter(of).toArray();
  }

  private static double share(int[] sample, TrainingTable table) {
    return Arrays.stream(sample).filter(table::label).count() / (double) sample.length;
  }

  /** Churners squared by rows: what a split raises as much as it lowers Gini impurity. */
  private static double purity(int[] sample, TrainingTable table) {
    double share = share(sample, table);
    return share * share * sample.length;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void growsTheTreesOfHistogramsWhereEveryValueHasABin(long seed) {
    TrainingTable table = grid(2_000, seed);
    byte[] histograms = new ForestTrainer(1).train(table, PARAMETERS).encode();

    assertThat(new ForestTrainer(3, Splitting.EXACT).train(table, PARAMETERS).encode())
        .isEqualTo(histograms);
    assertThat(new ForestTrainer(3).train(table, PARAMETERS).encode()).isEqualTo(histograms);
  }

  @Test
  void growsTheSameInPartsAndFromColumnsOnDisk(@TempDir Path folder) throws IOException {
    TrainingTable table = grid(1_500, 8);
    CompiledForest whole = new ForestTrainer(2).train(table, PARAMETERS);
    var sent = new ByteArrayOutputStream();
    BinnedTable.of(table, 1).write(sent);
    BinnedTable binned = BinnedTable.read(new ByteArrayInputStream(sent.toByteArray()));
    var trainer = new ForestTrainer(1);
    var parts = new ArrayList<ForestPart>();
    for (int from = 0; from < 12; from += 5) {
      ForestPart part = trainer.trainPart(binned, PARAMETERS, from, Math.min(12, from + 5));
      parts.add(ForestPart.decode(part.encode()));
    }
    var onDisk = TrainingTable.builder(table.columns(), table.rows(), ColumnStorage.of(folder, 1));
    for (int row = 0; row < table.rows(); row++) {
      onDisk.add(table.row(row), table.label(row));
    }

    assertThat(ForestPart.merge(parts).trees().encode()).isEqualTo(whole.encode());
    assertThat(trainer.train(onDisk.build(), PARAMETERS)).isEqualTo(whole);
  }

  /** More than a block of rows, so that batches cross from one to the next. */
  @Test
  void scoresAloneInABatchAndInTribuoAlike() {
    TrainingTable table = grid(1_500, 6);
    CompiledForest forest = new ForestTrainer(2).train(table, PARAMETERS);
    Model<Label> tribuo = TribuoForests.export(forest, table, PARAMETERS, "a grid", Instant.EPOCH);
    Model<Label> read = Model.deserialize(tribuo.serialize()).castModel(Label.class);
    float[][] rows = rows(table);
    float[][] many =
        IntStream.range(0, (1 << 14) + 13)
            .mapToObj(i -> rows[i % rows.length])
            .toArray(float[][]::new);
    double[] batch = forest.scores(many);

    assertThat(missingRight(forest)).isPositive();
    assertThat(CompiledForest.decode(forest.encode())).isEqualTo(forest);
    for (int row = 0; row < many.length; row++) {
      assertThat(batch[row]).isEqualTo(walk(forest, many[row]));
    }
    for (int row = 0; row < rows.length; row++) {
      assertThat(forest.score(rows[row])).isEqualTo(batch[row]);
      assertThat(TribuoForests.score(read, table.columns(), rows[row]))
          .isCloseTo(batch[row], within(1e-12));
    }
    CompiledForest back = TribuoForests.compile(read, table.columns(), Arrays.asList(rows));
    assertThat(missingRight(back)).isEqualTo(missingRight(forest));
  }

  private static double walk(CompiledForest forest, float[] row) {
    double sum = 0;
    for (int tree = 0; tree < forest.trees(); tree++) {
      int node = forest.root(tree);
      while (!forest.isLeaf(node)) {
        float value = row[forest.feature(node)];
        boolean right =
            value == ForestInputs.MISSING
                ? forest.missingGoesRight(node)
                : value > forest.threshold(node);
        node = forest.left(node) + (right ? 1 : 0);
      }
      sum += forest.share(node);
    }
    return sum / forest.trees();
  }

  @Test
  void givesMirrorsNamesThatNoColumnHas() {
    var builder = TrainingTable.builder(List.of("x", "x (missing high)"));
    TrainingTable grid = grid(600, 2);
    for (int row = 0; row < grid.rows(); row++) {
      builder.add(new float[] {grid.value(row, 1), grid.value(row, 2)}, grid.label(row));
    }
    TrainingTable table = builder.build();
    CompiledForest forest = new ForestTrainer(1).train(table, PARAMETERS);
    Model<Label> tribuo = TribuoForests.export(forest, table, PARAMETERS, "a grid", Instant.EPOCH);

    assertThat(tribuo.getFeatureIDMap().keySet())
        .contains("x", "x (missing high)", "x (missing high))");
    TribuoForests.compile(tribuo, table.columns(), Arrays.asList(rows(table)));
  }

  @Test
  void changesNothingWhereNothingIsMissing() {
    TrainingTable shop = Tables.shop(1_000, 4).table();
    var builder = TrainingTable.builder(List.of("recency", "orders", "noise"));
    for (int row = 0; row < shop.rows(); row++) {
      builder.add(
          new float[] {shop.value(row, 0), shop.value(row, 1), shop.value(row, 3)},
          shop.label(row));
    }
    TrainingTable whole = builder.build();

    assertThat(new ForestTrainer(2).train(whole, PARAMETERS).encode())
        .isEqualTo(
            new ForestTrainer(2).train(whole, PARAMETERS.withMissing(MissingValues.LOW)).encode());
  }

  /** As they were before directions were learnt. */
  @Test
  void keepsTheBytesOfForestsThatSendMissingValuesLow() throws Exception {
    TrainingTable shop = Tables.shop(1_000, 4).table();
    CompiledForest forest =
        new ForestTrainer(2).train(shop, PARAMETERS.withMissing(MissingValues.LOW));

    assertThat(
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(forest.encode())))
        .isEqualTo("20d63bb8b7378a6e4d39558cf70e19d2ca2b4059de53e0452fea2dbb2e297865");
  }

  /** A node names an input by one of two numbers, of which there are so many. */
  @Test
  void sendsMissingValuesLowWhereThereAreTooManyColumns() {
    int columns = CompiledForest.MAX_INPUTS / 2 + 1;
    TrainingTable narrow = missingIsAsHigh(300, 1);
    var builder =
        TrainingTable.builder(IntStream.range(0, columns).mapToObj(i -> "c" + i).toList());
    for (int row = 0; row < narrow.rows(); row++) {
      float[] values = new float[columns];
      values[columns - 1] = narrow.value(row, 0);
      builder.add(values, narrow.label(row));
    }
    CompiledForest forest = new ForestTrainer(1).train(builder.build(), PARAMETERS.withTrees(2));

    assertThat(forest.isLeaf(0)).isFalse();
    assertThat(missingRight(forest)).isZero();
  }
}
