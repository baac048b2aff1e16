package io.churnops.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthTests {

  private static final ForestParameters PARAMETERS = new ForestParameters(30, 6, 10, 0.5, 1);

  private final TrainingTable table = Tables.shop(2_000, 1).table();
  private final ForestTrainer trainer = new ForestTrainer(3);
  private final List<Integer> told = new ArrayList<>();

  @Test
  void tellsEveryTree() {
    GrownForest grown =
        trainer.train(
            table,
            PARAMETERS,
            ForestTrainer.UNLIMITED,
            (trees, asked) -> {
              assertThat(asked).isEqualTo(30);
              told.add(trees);
            });

    assertThat(told).containsExactlyElementsOf(IntStream.rangeClosed(1, 30).boxed().toList());
    assertThat(grown.stoppedEarly()).isFalse();
    assertThat(grown.forest()).isEqualTo(trainer.train(table, PARAMETERS));
  }

  @Test
  void tellsHowManyNodesThereAre() {
    List<Long> nodes = new ArrayList<>();
    var listener =
        new GrowthListener() {
          @Override
          public void nodesGrown(long all, int grown, int asked) {
            nodes.add(all);
            assertThat(grown).isEqualTo(nodes.size());
          }

          @Override
          public void treeGrown(int grown, int asked) {
            told.add(grown);
          }
        };
    GrownForest grown = trainer.train(table, PARAMETERS, ForestTrainer.UNLIMITED, listener);

    assertThat(nodes).hasSize(30).isSorted().endsWith((long) grown.forest().nodes());
    assertThat(told).hasSize(30);
  }

  @Test
  void growsOneTreeWhereThereIsNoTime() {
    GrownForest grown = trainer.train(table, PARAMETERS, Duration.ZERO, (trees, asked) -> {});

    assertThat(grown.stoppedEarly()).isTrue();
    assertThat(grown.askedTrees()).isEqualTo(30);
    assertThat(grown.forest()).isEqualTo(trainer.train(table, PARAMETERS.withTrees(1)));
  }

  /** However far it gets, what it has is the beginning of the forest that was asked for. */
  @Test
  void growsTheFirstTreesWhileTimeLasts() {
    GrownForest grown =
        trainer.train(
            table, PARAMETERS.withTrees(2_000), Duration.ofMillis(30), (trees, asked) -> {});

    int trees = grown.forest().trees();
    assertThat(grown.forest()).isEqualTo(trainer.train(table, PARAMETERS.withTrees(trees)));
  }

  @Test
  void stopsWhenTheListenerCancels() {
    assertThatThrownBy(() ->
            trainer.train(
                table,
                PARAMETERS.withTrees(2_000),
                ForestTrainer.UNLIMITED,
                (trees, asked) -> {
                  told.add(trees);
                  if (trees == 5) {
                    throw new CancellationException("enough");
                  }
                }))
        .isInstanceOf(CancellationException.class)
        .hasMessage("enough");
    assertThat(told).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void endsWithWhatTheListenerThrows() {
    var tooMany = new IllegalArgumentException("too many nodes");
    assertThatThrownBy(() ->
            trainer.train(
                table,
                PARAMETERS.withTrees(2_000),
                ForestTrainer.UNLIMITED,
                (trees, asked) -> {
                  told.add(trees);
                  throw tooMany;
                }))
        .isSameAs(tooMany);
    assertThat(told).containsExactly(1);
  }
}
