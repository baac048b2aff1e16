package io.churnops.training.boosting;

import io.churnops.forest.BoostedTrees;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.tribuo.TableDataset;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Boosted trees as they are served, and as XGBoost made them. */
public final class TrainedBoosting {

  private final BoostingParameters parameters;
  private final BoostedTrees compiled;
  private final byte[] booster;

  TrainedBoosting(BoostingParameters parameters, BoostedTrees compiled, byte[] booster) {
    this.parameters = parameters;
    this.compiled = compiled;
    this.booster = booster;
  }

  /** With as many rounds as there was time for. */
  public BoostingParameters parameters() {
    return parameters;
  }

  public BoostedTrees compiled() {
    return compiled;
  }

  /** XGBoost's own form of them. */
  byte[] booster() {
    return booster.clone();
  }

  /**
   * The same trees as a Tribuo model, whose scores of some rows are held against the compiled ones.
   *
   * @param table they were trained on
   * @param source says where its rows come from
   * @throws IllegalStateException if a row scores differently
   */
  public Model<Label> tribuo(
      TrainingTable table, String source, Instant trainedAt, List<float[]> rowsToCompare) {
    var provenance =
        new SimpleDataSourceProvenance(
            source, trainedAt.atOffset(ZoneOffset.UTC), new LabelFactory());
    try {
      XGBoostModel<Label> model =
          new BoostingTrainer(parameters, trainedAt)
              .model(XGBoost.loadModel(booster), new TableDataset(table, provenance), Map.of());
      new CompareBoosted(model, compiled, table.columns()).on(rowsToCompare);
      return model;
    } catch (XGBoostError | IOException e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    }
  }
}
