package io.churnops.feature.datasets;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A request made definite when it was accepted, so that a job that is started again builds the
 * same.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of", defaultImpl = DatasetSpec.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = DatasetSpec.class, name = "events"),
  @JsonSubTypes.Type(value = TableSpec.class, name = "table")
})
sealed interface DatasetPlan permits DatasetSpec, TableSpec {}
