package io.churnops.ingestion.event;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Holds data that satisfy the contract against what a team expects of them beyond it. */
@FunctionalInterface
public interface QualityCheck {

  /** Expects nothing. */
  QualityCheck NONE = (_, _) -> List.of();

  /** The rules of the type that the data break. */
  List<RuleBreach> breaches(String type, JsonNode data);

  /** The same check of events that are only looked at: nothing is learnt from them or counted. */
  default QualityCheck withoutTrace() {
    return this;
  }
}
