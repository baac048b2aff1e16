package io.churnops.ingestion.event;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Holds data that satisfy the contract against what a team expects of them beyond it. */
public interface QualityCheck {

  /** Expects nothing. */
  QualityCheck NONE =
      new QualityCheck() {
        @Override
        public boolean concerns(String type) {
          return false;
        }

        @Override
        public List<RuleBreach> breaches(String type, JsonNode data) {
          return List.of();
        }
      };

  /** Whether there are rules for the type: without, no tree need be made of the data. */
  boolean concerns(String type);

  /** The rules of the type that the data break. */
  List<RuleBreach> breaches(String type, JsonNode data);

  /** The same check of events that are only looked at: nothing is learnt from them or counted. */
  default QualityCheck withoutTrace() {
    return this;
  }
}
