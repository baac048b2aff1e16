package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnStorageTests {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void givesTheSameForestFromDiskAsFromTheHeap(Splitting splitting) {
    TrainingTable onHeap = Tables.shop(3_000, 1).table();
    var parameters = new ForestParameters(10, 8, 3, 0.5, 7);
    var trainer = new ForestTrainer(2, splitting);
    TrainingTable onDisk = copy(onHeap, 100, ColumnStorage.of(folder, 0));

    CompiledForest forest = trainer.train(onDisk, parameters);

    assertThat(forest).isEqualTo(trainer.train(onHeap, parameters));
    assertThat(OutOfBag.of(forest, onDisk, parameters, 1).scores())
        .isEqualTo(OutOfBag.of(forest, onHeap, parameters, 2).scores());
    assertThat(onDisk.row(2_999)).isEqualTo(onHeap.row(2_999));
  }

  @Test
  void leavesNoFileBehindWhileItIsInUse() {
    DoubleBuffer[] columns = ColumnStorage.of(folder, 100).doubles(3, 1_000);

    assertThat(folder).isEmptyDirectory();
    columns[2].put(999, 4.5);
    assertThat(columns[2].get(999)).isEqualTo(4.5);
    assertThat(columns[1].get(999)).isZero();
    assertThat(columns[2].isDirect()).isTrue();
  }

  @Test
  void keepsOnTheHeapWhatIsNotTooLargeForIt() {
    var storage = ColumnStorage.of(folder.resolve("not made"), 400);

    FloatBuffer[] small = storage.floats(2, 50);

    assertThat(small).hasSize(2).allMatch(FloatBuffer::hasArray);
    assertThat(folder).isEmptyDirectory();
    assertThat(storage.floats(2, 51)).noneMatch(FloatBuffer::hasArray);
  }

  @Test
  void saysWhatTheDiskHasNoRoomFor() {
    var storage = ColumnStorage.of(folder, 0);

    assertThatThrownBy(() -> storage.doubles(1 << 20, Integer.MAX_VALUE / 8))
        .isInstanceOf(ColumnStorage.NoRoomException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("bytes of columns");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhereItCannotWrite() {
    var storage = ColumnStorage.of(Path.of("/proc/nowhere"), 0);

    assertThatThrownBy(() -> storage.floats(1, 1))
        .isInstanceOf(ColumnStorage.NoRoomException.class)
        .hasMessageContaining("/proc/nowhere");
  }

  private static TrainingTable copy(TrainingTable table, int room, ColumnStorage storage) {
    TrainingTable.Builder builder = TrainingTable.builder(table.columns(), room, storage);
    for (int row = 0; row < table.rows(); row++) {
      builder.add(table.row(row), table.label(row));
    }
    return builder.build();
  }
}
