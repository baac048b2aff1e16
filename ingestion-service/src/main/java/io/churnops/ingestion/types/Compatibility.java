package io.churnops.ingestion.types;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a new version of an event type's schema may do. */
enum Compatibility {
  /** Whatever was valid before stays valid, and no field goes. */
  @JsonProperty("backward")
  BACKWARD,
  /** Anything. */
  @JsonProperty("none")
  NONE
}
