package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.forest.GrowthListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomForForestTests {

  /** Room for 1,000 nodes. */
  private static final long HEAP = 1_500L * RoomForForest.BYTES_PER_NODE;

  private final List<Integer> told = new ArrayList<>();
  private final GrowthListener progress = (grown, asked) -> told.add(grown);

  @Test
  void letsAForestGrowThatThereIsRoomFor() {
    var room = new RoomForForest(progress, true, HEAP);
    for (int tree = 1; tree <= 100; tree++) {
      room.nodesGrown(10L * tree, tree, 100);
      room.treeGrown(tree, 100);
    }
    assertThat(told).hasSize(100);
  }

  @Test
  void endsEarlyWhatWillBeTooLarge() {
    var room = new RoomForForest(progress, true, HEAP);
    assertThatCode(() -> room.nodesGrown(44, 4, 100))
        .as("too few to judge by")
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> room.nodesGrown(55, 5, 100))
        .isInstanceOf(ForestTooLargeException.class)
        .hasMessage(
            "A forest of 100 trees has about 1,100 nodes with these parameters and rows, and this"
                + " service's heap has room for 1,000. Ask for fewer or shallower trees or larger"
                + " leaves, or give training-service a larger heap.");
  }

  /** Time may be up before the trees are too many. */
  @Test
  void letsAForestGrowUntilItIsTooLargeWhereTimeIsLimited() {
    var room = new RoomForForest(progress, false, HEAP);
    assertThatCode(() -> room.nodesGrown(1_000, 90, 2_000)).doesNotThrowAnyException();
    assertThatThrownBy(() -> room.nodesGrown(1_011, 91, 2_000))
        .isInstanceOf(ForestTooLargeException.class);
  }
}
