package io.churnops.monitoring;

import io.churnops.monitoring.MonitoringSuite.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Predictions of version 1 of a model with one number and one category, and the baseline they are
 * compared with: {@code recency} spreads evenly over 0 to 100, seven in ten live in DE.
 */
record Predictions(String model, SplittableRandom random) {

  static final String BASELINE =
      """
      {"features": [
        {"type": "NUMBER", "name": "recency", "rows": 5000,
         "edges": [10, 20, 30, 40, 50, 60, 70, 80, 90],
         "counts": [500, 500, 500, 500, 500, 500, 500, 500, 500, 500], "missing": 0},
        {"type": "CATEGORY", "name": "country", "rows": 5000, "missing": 0,
         "categories": [{"value": "DE", "count": 3500}, {"value": "AT", "count": 1500}]}],
       "score": {"rows": 1000, "edges": [0.25, 0.5, 0.75], "counts": [250, 250, 250, 250]}}
      """;

  /** Predictions of a model that is no other test's; the same every time but for its ids. */
  static Predictions of(String model) {
    return new Predictions(model, new SplittableRandom(20_261_121));
  }

  /** As the baseline has them. */
  List<Message> usual(int count) {
    return some(count, 0);
  }

  /** With a recency that has grown by so much. */
  List<Message> shifted(int count, double by) {
    return some(count, by);
  }

  private List<Message> some(int count, double shift) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(
          message(UUID.randomUUID().toString(), "C-" + UUID.randomUUID(), shift, Instant.now()));
    }
    return messages;
  }

  /** As the baseline has them, but from a while ago. */
  List<Message> usualAgo(int count, Duration ago) {
    Instant then = Instant.now().minus(ago);
    return IntStream.range(0, count)
        .mapToObj(_ -> message(UUID.randomUUID().toString(), "C-" + UUID.randomUUID(), 0, then))
        .toList();
  }

  Message one(String predictionId, String customer) {
    return message(predictionId, customer, 0, Instant.now());
  }

  private Message message(String predictionId, String customer, double shift, Instant at) {
    return Message.of(
        customer,
        """
        {"predictionId": "%s", "customerId": "%s", "modelName": "%s", "modelVersion": 1,
         "variant": "champion", "evaluatedAt": "%s", "featuresAsOf": "%s",
         "churnProbability": %s, "riskBand": "HIGH", "decision": "CHURN", "threshold": 0.42,
         "inputs": {"recency": %s, "country": "%s"}, "degraded": [], "latencyMicros": 850}
        """
            .formatted(
                predictionId,
                customer,
                model,
                at,
                at,
                random.nextDouble(),
                random.nextDouble(100) + shift,
                random.nextInt(10) < 7 ? "DE" : "AT"));
  }
}
