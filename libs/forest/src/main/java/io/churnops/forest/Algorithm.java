package io.churnops.forest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The methods that models are trained by. */
public enum Algorithm {
  @JsonProperty(Algorithm.FOREST_NAME)
  FOREST(Algorithm.FOREST_NAME),
  @JsonProperty(Algorithm.LOGISTIC_REGRESSION_NAME)
  LOGISTIC_REGRESSION(Algorithm.LOGISTIC_REGRESSION_NAME),
  @JsonProperty(Algorithm.XGBOOST_NAME)
  XGBOOST(Algorithm.XGBOOST_NAME);

  static final String FOREST_NAME = "forest";
  static final String LOGISTIC_REGRESSION_NAME = "logistic-regression";
  static final String XGBOOST_NAME = "xgboost";

  private final String label;

  Algorithm(String label) {
    this.label = label;
  }

  /** The algorithm that parameters are of. */
  public static Algorithm of(ModelParameters parameters) {
    return switch (parameters) {
      case ForestParameters _ -> FOREST;
      case LogisticParameters _ -> LOGISTIC_REGRESSION;
      case BoostingParameters _ -> XGBOOST;
    };
  }

  /** Its name, as requests and artefacts spell it. */
  @Override
  public String toString() {
    return label;
  }
}
