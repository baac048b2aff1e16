package io.churnops.cli.demo;

import io.churnops.cli.demo.DemoResult.Risk;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The customers most likely to leave, the more valuable first where the risk is the same. */
final class Riskiest {

  private static final int MOST = 20;

  private Riskiest() {}

  /** Of predictions with features; customers who bought in the last 90 days, since others left. */
  static List<Risk> of(List<JsonNode> predictions) {
    return predictions.stream()
        .filter(prediction -> prediction.path("features").path("orders_90d").asDouble() > 0)
        .map(Riskiest::risk)
        .sorted(
            Comparator.comparingDouble(Risk::churnProbability)
                .thenComparingDouble(Risk::revenueMinor)
                .reversed())
        .limit(MOST)
        .toList();
  }

  private static Risk risk(JsonNode prediction) {
    JsonNode features = prediction.path("features");
    return new Risk(
        prediction.path("customerId").asString(),
        prediction.path("churnProbability").asDouble(),
        prediction.path("riskBand").asString(),
        features.path("revenue_90d").asDouble(),
        features.path("days_since_last_order").asDouble());
  }
}
