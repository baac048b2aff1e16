package io.churnops.training.boosting;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.GrowthListener;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.tribuo.TableDataset;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.Dataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.xgboost.XGBoostClassificationConverter;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.common.xgboost.XGBoostTrainer;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * Tribuo's XGBoost trainer, fed from a table without a copy in the heap, and stopped between
 * rounds. It boosts as Tribuo does, a tree per class and round for the softmax of two, as its
 * models expect.
 *
 * <p>On one thread: then the sums of a histogram have one order, on any machine; and threads that
 * wait for each other at every node, as XGBoost's do, stand still where others use the processor.
 */
final class BoostingTrainer extends XGBoostTrainer<Label> {

  private static final int THREADS = 1;

  private final Instant trainedAt;

  /** A trainer whose models say that they were trained at this time. */
  BoostingTrainer(BoostingParameters parameters, Instant trainedAt) {
    super(
        BoosterType.GBTREE,
        TreeMethod.HIST,
        parameters.rounds(),
        parameters.learningRate(),
        0,
        parameters.maxDepth(),
        parameters.minChildWeight(),
        parameters.rowFraction(),
        1,
        parameters.l2(),
        0,
        THREADS,
        LoggingVerbosity.SILENT,
        parameters.seed());
    this.trainedAt = trainedAt;
    overrideParameters = settings(parameters);
  }

  /** All that XGBoost is told, also what Tribuo has no words for. */
  private static Map<String, String> settings(BoostingParameters parameters) {
    return Map.ofEntries(
        Map.entry("booster", "gbtree"),
        Map.entry("tree_method", "hist"),
        Map.entry("objective", "multi:softprob"),
        Map.entry("num_class", "2"),
        Map.entry("base_score", "0.5"),
        Map.entry("eta", String.valueOf(parameters.learningRate())),
        Map.entry("max_depth", String.valueOf(parameters.maxDepth())),
        Map.entry("min_child_weight", String.valueOf(parameters.minChildWeight())),
        Map.entry("subsample", String.valueOf(parameters.rowFraction())),
        Map.entry("colsample_bynode", String.valueOf(parameters.featureFraction())),
        Map.entry("lambda", String.valueOf(parameters.l2())),
        Map.entry("seed", String.valueOf(parameters.seed())),
        Map.entry("seed_per_iteration", "true"),
        Map.entry("nthread", String.valueOf(THREADS)),
        Map.entry("verbosity", "0"));
  }

  /**
   * Adds round after round, until all are done or their time is over; at least one.
   *
   * @return the booster, whose memory outside the heap its disposal frees
   * @throws CancellationException if the thread is interrupted meanwhile; it stays so
   */
  Booster boost(TableMatrix rows, Duration most, GrowthListener listener) throws XGBoostError {
    long began = System.nanoTime();
    Booster booster =
        XGBoost.train(
            rows.matrix(), new HashMap<>(overrideParameters), 0, new HashMap<>(), null, null);
    try {
      for (int round = 0; round < numTrees; round++) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted after " + round + " rounds");
        }
        if (round > 0 && System.nanoTime() - began >= most.toNanos()) {
          break;
        }
        booster.update(rows.matrix(), round);
        listener.treeGrown(round + 1, numTrees);
      }
      return booster;
    } catch (XGBoostError | RuntimeException e) {
      booster.dispose();
      throw e;
    }
  }

  /** A booster as a Tribuo model, which takes it over. */
  XGBoostModel<Label> model(Booster booster, TableDataset rows, Map<String, Provenance> run) {
    return createModel(
        "xgboost",
        new ModelProvenance(
            XGBoostModel.class.getName(),
            trainedAt.atOffset(ZoneOffset.UTC),
            rows.getProvenance(),
            getProvenance(),
            run),
        rows.getFeatureIDMap(),
        rows.getOutputIDInfo(),
        List.of(booster),
        new XGBoostClassificationConverter());
  }

  /**
   * Trains on a table, the view of which the dataset must be.
   *
   * @throws IllegalArgumentException if it is of another kind, for which Tribuo's own trainer is
   */
  @Override
  public XGBoostModel<Label> train(Dataset<Label> examples) {
    return train(examples, Map.of());
  }

  @Override
  public XGBoostModel<Label> train(Dataset<Label> examples, Map<String, Provenance> run) {
    return train(examples, run, INCREMENT_INVOCATION_COUNT);
  }

  /** The same each time: what is drawn depends on the seed and the round alone. */
  @Override
  public XGBoostModel<Label> train(
      Dataset<Label> examples, Map<String, Provenance> run, int invocationCount) {
    if (!(examples instanceof TableDataset view)) {
      throw new IllegalArgumentException(examples.getClass() + " is no view of a table");
    }
    TrainingTable table = view.table();
    try (TableMatrix rows = TableMatrix.of(table, FeatureOrder.of(table.columns()))) {
      return model(boost(rows, ForestTrainer.UNLIMITED, (_, _) -> {}), view, run);
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    }
  }

  @Override
  public TrainerProvenance getProvenance() {
    return new TrainerProvenanceImpl(this);
  }
}
