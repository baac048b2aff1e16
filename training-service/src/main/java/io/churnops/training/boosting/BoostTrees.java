package io.churnops.training.boosting;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.GrowthListener;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.UntrainableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Boosts trees with XGBoost, and compiles them. A function of the rows and the parameters, on any
 * number of processors.
 */
public final class BoostTrees {

  private static final int FEWEST_ROWS = 20;

  private BoostTrees() {}

  /**
   * Learns from encoded rows; a weighted row counts by its weight, a missing value is missing.
   *
   * @param most no round is begun later, but the first
   * @param listener is told of every round
   * @throws UntrainableException if there are too few rows, or of one class only
   * @throws AlgorithmUnavailableException if this machine cannot load XGBoost
   * @throws NoMemoryException if the rows alone take more memory than there is
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public static TrainedBoosting train(
      TrainingTable table, BoostingParameters parameters, Duration most, GrowthListener listener) {
    return train(table, parameters, most, listener, NativeMemory::left);
  }

  /** The same on a machine with so many bytes for native code. */
  static TrainedBoosting train(
      TrainingTable table,
      BoostingParameters parameters,
      Duration most,
      GrowthListener listener,
      LongSupplier memory) {
    checkTrainable(table);
    TableMatrix.requireMemory(table, memory.getAsLong());
    NativeXGBoost.require();
    FeatureOrder order = FeatureOrder.of(table.columns());
    try (TableMatrix rows = TableMatrix.of(table, order)) {
      Booster booster = new BoostingTrainer(parameters, Instant.EPOCH).boost(rows, most, listener);
      try {
        String[] dump = booster.getModelDump((String) null, true, "json");
        BoostedTrees trees = new BoosterDump(order).trees(dump);
        return new TrainedBoosting(
            parameters.withRounds(trees.trees() / BoostedTrees.PER_ROUND),
            trees,
            booster.toByteArray());
      } finally {
        booster.dispose();
      }
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    }
  }

  private static void checkTrainable(TrainingTable table) {
    if (table.rows() < FEWEST_ROWS) {
      throw new UntrainableException(
          "boosting needs at least " + FEWEST_ROWS + " training rows, there are " + table.rows());
    }
    if (table.positives() == 0 || table.positives() == table.rows()) {
      throw new UntrainableException(
          "all " + table.rows() + " training rows are of one class; boosting needs both");
    }
  }
}
