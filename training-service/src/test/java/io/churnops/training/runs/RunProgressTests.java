package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.training.datasets.ShopDataset;
import org.junit.jupiter.api.Test;

class RunProgressTests {

  private final RunProgress progress = new RunProgress();

  @Test
  void knowsNoTimeLeftBeforeTheFirstTree() {
    assertThat(progress.state())
        .isEqualTo(new RunProgress.State(RunPhase.FETCHING_DATA, 0, 0, 0, 0, 0, 0, null));
    progress.growing(10);
    assertThat(progress.state())
        .isEqualTo(new RunProgress.State(RunPhase.GROWING, 0, 10, 0, 0, 0, 0, null));
  }

  @Test
  void expectsTheRestAtTheRateOfTheTreesSoFar() {
    progress.growing(4);
    for (int tree = 1; tree <= 3; tree++) {
      progress.trees().treeGrown(tree, 4);
    }
    Double three = progress.state().secondsLeft();
    assertThat(three).isNotNull().isNotNegative();
    progress.trees().treeGrown(4, 4);
    assertThat(progress.state().secondsLeft()).isZero();
    progress.enter(RunPhase.JUDGING);
    assertThat(progress.state())
        .isEqualTo(new RunProgress.State(RunPhase.JUDGING, 4, 4, 0, 0, 0, 0, null));
  }

  @Test
  void countsTheTreesOfBothForests() {
    RunRequest request = Requests.of("m", "d", "'parameters': {'trees': 12, 'seed': 7}");
    new TrainAndJudge(new TrainingProperties(2, ""))
        .train(ShopDataset.of("d", 120, 3, 30, 1).read(), request, progress);

    assertThat(progress.state())
        .isEqualTo(new RunProgress.State(RunPhase.JUDGING, 24, 24, 0, 0, 0, 0, null));
  }
}
