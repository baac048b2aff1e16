package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForestPartTests {

  private static final ForestParameters PARAMETERS =
      ForestParameters.defaults().withTrees(11).withMinLeafSize(5);

  private final TrainingTable table = Tables.shop(1_500, 7).table();
  private final BinnedTable binned = BinnedTable.of(table, 2);
  private final ForestTrainer trainer = new ForestTrainer(2);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void partsGrownElsewhereMakeTheForestOfOneMachine(boolean weighted) throws IOException {
    TrainingTable rows =
        weighted
            ? table.weighted(
                IntStream.range(0, table.rows()).mapToDouble(row -> 1 + row % 3).toArray())
            : table;
    byte[] sent = written(BinnedTable.of(rows, 1));
    ForestPart last = part(sent, 9, 11);
    ForestPart first = part(sent, 0, 4);
    ForestPart middle = part(sent, 4, 9);

    ForestPart whole = ForestPart.merge(List.of(last, first, middle));

    assertThat(whole.isWhole()).isTrue();
    assertThat(whole.isOf(BinnedTable.of(rows, 2), PARAMETERS)).isTrue();
    assertThat(whole.trees().encode()).isEqualTo(trainer.train(rows, PARAMETERS).encode());
    assertThat(whole.trees().range(4, 9)).isEqualTo(middle.trees());
  }

  @Test
  void mergesInSteps() {
    ForestPart all = trainer.trainPart(binned, PARAMETERS, 0, 11);
    ForestPart half = ForestPart.merge(List.of(grow(3, 5), grow(1, 3)));

    assertThat(half.isWhole()).isFalse();
    assertThat(ForestPart.merge(List.of(half, grow(5, 11), grow(0, 1)))).isEqualTo(all);
  }

  @Test
  void keepsWhereTheTreesWereGrown() {
    Map<String, String> java = Map.of("java", "25.0.1");
    ForestPart whole =
        ForestPart.merge(
            List.of(
                grow(7, 11).grownOn("two", java),
                grow(0, 3).grownOn("one", java),
                grow(3, 5).grownOn("one", java),
                grow(5, 7)));

    assertThat(whole.grownOn())
        .containsExactly(new GrownOn(0, 5, "one", java), new GrownOn(7, 11, "two", java));
    assertThat(ForestPart.decode(whole.encode())).isEqualTo(whole);
    assertThat(whole.trees()).isEqualTo(grow(0, 11).trees());
  }

  @Test
  void refusesWordsThatDoNotBelongInAReport() {
    ForestPart part = grow(0, 3);

    for (String host : List.of("", "one\n", "\u0000", "ö", "x".repeat(201))) {
      assertThatThrownBy(() -> part.grownOn(host, Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> part.grownOn("one", Map.of("java", host)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    List<GrownOn> twice =
        List.of(new GrownOn(0, 2, "one", Map.of()), new GrownOn(1, 3, "one", Map.of()));
    assertThatThrownBy(
            () -> new ForestPart(part.table(), part.parameters(), 0, twice, part.trees()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesPartsOfAnotherForest() {
    ForestPart mine = grow(0, 5);
    ForestPart otherParameters = trainer.trainPart(binned, PARAMETERS.withSeed(1), 5, 11);
    BinnedTable otherData = BinnedTable.of(Tables.shop(1_500, 8).table(), 1);
    ForestPart otherTable = trainer.trainPart(otherData, PARAMETERS, 5, 11);

    assertThatThrownBy(() -> ForestPart.merge(List.of(mine, otherParameters)))
        .isInstanceOf(UnmergeableException.class)
        .hasMessageContaining("different parameters");
    assertThatThrownBy(() -> ForestPart.merge(List.of(mine, otherTable)))
        .isInstanceOf(UnmergeableException.class)
        .hasMessageContaining("different data or binning");
    assertThat(mine.isOf(otherData, PARAMETERS)).isFalse();
    assertThat(mine.isOf(binned, PARAMETERS.withTrees(12))).isFalse();
  }

  @Test
  void refusesGapsAndOverlaps() {
    assertThatThrownBy(() -> ForestPart.merge(List.of(grow(0, 3), grow(5, 6))))
        .isInstanceOf(UnmergeableException.class)
        .hasMessage("trees 3 to 4 are in no part");
    assertThatThrownBy(() -> ForestPart.merge(List.of(grow(0, 3), grow(2, 6))))
        .isInstanceOf(UnmergeableException.class)
        .hasMessage("tree 2 is in two parts");
    assertThatThrownBy(() -> ForestPart.merge(List.of())).isInstanceOf(UnmergeableException.class);
    assertThatThrownBy(() -> grow(3, 12)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> grow(3, 3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsPartsBackAndNothingElse() {
    ForestPart part = grow(2, 4);
    byte[] bytes = part.encode();

    assertThat(ForestPart.decode(bytes)).isEqualTo(part);
    for (int length : new int[] {0, 7, 60, bytes.length - 1}) {
      assertThatThrownBy(() -> ForestPart.decode(Arrays.copyOf(bytes, length)))
          .isInstanceOf(CorruptForestException.class);
    }
  }

  @Test
  void noticesEveryAlteredBit() {
    byte[] bytes = trainer.trainPart(binned, PARAMETERS.withMinLeafSize(300), 2, 4).encode();

    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] altered = bytes.clone();
      altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatThrownBy(() -> ForestPart.decode(altered))
          .as("bit %d", bit)
          .isInstanceOf(CorruptForestException.class);
    }
  }

  @Test
  void refusesTreesBehindTheLast() {
    CompiledForest trees = grow(2, 4).trees();

    for (int from : new int[] {-1, 10, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> new ForestPart(binned.sha256(), PARAMETERS, from, List.of(), trees))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesPartsOverDifferentInputs() {
    ForestPart first = grow(0, 5);
    FlatTree leaf = new FlatTree();
    leaf.leaf(0, 0.5, 10);
    CompiledForest overNine = CompiledForest.of(9, List.of(leaf));
    ForestPart wider = new ForestPart(first.table(), first.parameters(), 5, List.of(), overNine);

    assertThatThrownBy(() -> ForestPart.merge(List.of(first, wider)))
        .isInstanceOf(UnmergeableException.class)
        .hasMessageContaining("inputs");
  }

  @Test
  void readsTablesBackAndNothingElse() throws IOException {
    byte[] bytes = written(binned);

    assertThat(read(bytes).sha256()).isEqualTo(binned.sha256());
    assertThat(written(read(bytes))).isEqualTo(bytes);
    for (int length = 0; length < bytes.length; length += 97) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(CorruptForestException.class);
    }
    for (int at = 0; at < bytes.length; at += 97) {
      byte[] changed = bytes.clone();
      changed[at] ^= 0x10;
      assertThatThrownBy(() -> read(changed)).isInstanceOf(CorruptForestException.class);
    }
  }

  private ForestPart grow(int from, int to) {
    return trainer.trainPart(binned, PARAMETERS, from, to);
  }

  private ForestPart part(byte[] sent, int from, int to) throws IOException {
    ForestPart part = new ForestTrainer(1).trainPart(read(sent), PARAMETERS, from, to);
    return ForestPart.decode(part.encode());
  }

  private static byte[] written(BinnedTable table) throws IOException {
    var out = new ByteArrayOutputStream();
    table.write(out);
    return out.toByteArray();
  }

  private static BinnedTable read(byte[] bytes) throws IOException {
    return BinnedTable.read(new ByteArrayInputStream(bytes));
  }
}
