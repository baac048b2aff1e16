package io.churnops.forest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How a model is trained, by its algorithm, which JSON names in {@code algorithm}; where it names
 * none, as before there were others, a forest.
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "algorithm",
    defaultImpl = ForestParameters.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = ForestParameters.class, name = Algorithm.FOREST_NAME),
  @JsonSubTypes.Type(value = LogisticParameters.class, name = Algorithm.LOGISTIC_REGRESSION_NAME),
  @JsonSubTypes.Type(value = BoostingParameters.class, name = Algorithm.XGBOOST_NAME)
})
public sealed interface ModelParameters
    permits ForestParameters, LogisticParameters, BoostingParameters {

  /** The model is a function of the rows, its parameters with this seed, and nothing else. */
  long seed();
}
