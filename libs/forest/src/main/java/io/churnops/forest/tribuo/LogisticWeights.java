package io.churnops.forest.tribuo;

import org.tribuo.ImmutableFeatureMap;
import org.tribuo.VariableIDInfo;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.math.la.DenseMatrix;

/** How far each feature of a linear model speaks for churning. */
final class LogisticWeights {

  private final ImmutableFeatureMap features;
  private final DenseMatrix weights;
  private final int churned;
  private final int stayed;

  LogisticWeights(LinearSGDModel model) {
    features = model.getFeatureIDMap();
    weights = model.getWeightsCopy();
    churned = model.getOutputIDInfo().getID(ChurnLabels.of(true));
    stayed = model.getOutputIDInfo().getID(ChurnLabels.of(false));
  }

  /** 0 for what no training row had. */
  double of(String feature) {
    VariableIDInfo info = features.get(feature);
    return info == null ? 0 : at(info.getID());
  }

  /** Tribuo keeps the bias behind the features. */
  double bias() {
    return at(features.size());
  }

  private double at(int column) {
    return weights.get(churned, column) - weights.get(stayed, column);
  }
}
