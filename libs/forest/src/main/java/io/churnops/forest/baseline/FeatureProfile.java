package io.churnops.forest.baseline;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How one feature was spread among the training rows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NumberProfile.class, name = "NUMBER"),
  @JsonSubTypes.Type(value = CategoryProfile.class, name = "CATEGORY")
})
public sealed interface FeatureProfile permits NumberProfile, CategoryProfile {

  String name();

  /** All training rows, those without a value included. */
  long rows();

  /** The rows without a value; they are in no bin. */
  long missing();
}
