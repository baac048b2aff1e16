package io.churnops.ingestion.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of an event that breaks a quality rule; the later, the harder. */
public enum RuleAction {
  /** It is taken, and the answer says so. */
  @JsonProperty("warn")
  WARN,
  /** It is held back until a person decides. */
  @JsonProperty("quarantine")
  QUARANTINE,
  /** It is refused. */
  @JsonProperty("reject")
  REJECT
}
