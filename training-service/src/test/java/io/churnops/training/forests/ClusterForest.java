package io.churnops.training.forests;

import io.churnops.forest.BinnedTable;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestPart;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.TrainingTable;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitRequest;
import java.util.List;
import java.util.Map;

/** Grows forests as a cluster does: two executors, each some of the trees. */
public final class ClusterForest {

  private static final Map<String, String> JAVA = Map.of("java", "25.0.1", "spark", "4.2.0");

  private ClusterForest() {}

  /** That of the rows that calibrator and threshold are chosen by. */
  public static ForestPart first(Dataset data, ForestParameters parameters) {
    return of(data, Split.of(data, new SplitRequest(1, 1)).training(), parameters);
  }

  /** That of all rows of the past, which is published. */
  public static ForestPart last(Dataset data, ForestParameters parameters) {
    return of(data, Split.of(data, new SplitRequest(1, 1)).past(), parameters);
  }

  private static ForestPart of(Dataset data, int[] rows, ForestParameters parameters) {
    var labelled = data.labelledRows(rows);
    var table = TrainingTable.of(ForestInputs.fit(data.columns(), labelled), labelled);
    BinnedTable binned = BinnedTable.of(table, 1);
    var trainer = new ForestTrainer(1);
    int half = parameters.trees() / 2;
    return ForestPart.merge(
        List.of(
            trainer.trainPart(binned, parameters, 0, half).grownOn("worker-1", JAVA),
            trainer
                .trainPart(binned, parameters, half, parameters.trees())
                .grownOn("worker-2", JAVA)));
  }
}
