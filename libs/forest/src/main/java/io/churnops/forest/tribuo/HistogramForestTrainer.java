package io.churnops.forest.tribuo;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.MissingValues;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.tribuo.Dataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * Churnops' forest trainer as a Tribuo trainer: a drop-in for {@code RandomForestTrainer} on
 * datasets of the labels "0" and "1", and linear instead of quadratic in their rows. The n-th
 * training (from 0) uses the seed plus n. Missing values are known of a {@link TableDataset} alone:
 * elsewhere, a feature that an example lacks is 0, as everywhere in Tribuo. Not made for Tribuo's
 * configuration files: it needs a clock.
 */
public final class HistogramForestTrainer implements Trainer<Label> {

  @Config(description = "The number of trees.")
  private final int trees;

  @Config(description = "The most splits between root and leaf.")
  private final int maxDepth;

  @Config(description = "The fewest rows of the bootstrap sample in any leaf.")
  private final int minLeafSize;

  @Config(description = "The share of features drawn at each split.")
  private final double featureFraction;

  @Config(description = "The seed.")
  private final long seed;

  private final Optional<MissingValues> missing;
  private final ForestTrainer trainer;
  private final InstantSource clock;
  private int invocations;

  /** A trainer; the clock dates the model's provenance. */
  public HistogramForestTrainer(
      ForestParameters parameters, ForestTrainer trainer, InstantSource clock) {
    trees = parameters.trees();
    maxDepth = parameters.maxDepth();
    minLeafSize = parameters.minLeafSize();
    featureFraction = parameters.featureFraction();
    seed = parameters.seed();
    missing = parameters.missing();
    this.trainer = trainer;
    this.clock = clock;
  }

  /**
   * Trains on a dataset.
   *
   * @throws io.churnops.forest.UntrainableException if it cannot carry a forest
   * @throws IllegalArgumentException if it has other labels than "0" and "1"
   */
  @Override
  public WeightedEnsembleModel<Label> train(Dataset<Label> examples) {
    return train(examples, Map.of());
  }

  @Override
  public WeightedEnsembleModel<Label> train(
      Dataset<Label> examples, Map<String, Provenance> runProvenance) {
    return train(examples, runProvenance, INCREMENT_INVOCATION_COUNT);
  }

  @Override
  public WeightedEnsembleModel<Label> train(
      Dataset<Label> examples, Map<String, Provenance> runProvenance, int invocationCount) {
    ForestParameters next = next(invocationCount);
    if (!(examples instanceof TableDataset)) {
      next = next.withMissing(MissingValues.LOW);
    }
    var forest = trainer.train(TableDataset.tableOf(examples), next);
    return new TribuoExport(next, getProvenance(), runProvenance, clock.instant())
        .export(forest, examples);
  }

  private synchronized ForestParameters next(int invocationCount) {
    if (invocationCount != INCREMENT_INVOCATION_COUNT) {
      setInvocationCount(invocationCount);
    }
    long seedOfTraining = seed + invocations;
    invocations++;
    return new ForestParameters(
        trees, maxDepth, minLeafSize, featureFraction, seedOfTraining, missing);
  }

  @Override
  public synchronized int getInvocationCount() {
    return invocations;
  }

  @Override
  public synchronized void setInvocationCount(int invocationCount) {
    if (invocationCount < 0) {
      throw new IllegalArgumentException("an invocation count of " + invocationCount);
    }
    invocations = invocationCount;
  }

  @Override
  public TrainerProvenance getProvenance() {
    return new TrainerProvenanceImpl(this);
  }
}
