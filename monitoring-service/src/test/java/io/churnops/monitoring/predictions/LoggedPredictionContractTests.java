package io.churnops.monitoring.predictions;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What serving writes, as monitoring reads it. */
class LoggedPredictionContractTests {

  @Test
  void readsTheGoldenMessage() throws Exception {
    Instant at = Instant.parse("2026-11-21T10:15:30.123456Z");
    try (InputStream golden = Topics.class.getResourceAsStream("golden/prediction-log.v1.json")) {
      byte[] message = Objects.requireNonNull(golden).readAllBytes();

      assertThat(LoggedPrediction.parse(message))
          .isEqualTo(
              new LoggedPrediction(
                  UUID.fromString("0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e01"),
                  "C-1001",
                  "churn",
                  3,
                  "champion",
                  at,
                  at,
                  0.8125,
                  "HIGH",
                  "CHURN",
                  0.42,
                  new JsonMapper()
                      .readTree(
                          """
                          {"days_since_last_order": 41.25, "orders_30d": 0.0, "country": "DE",
                           "avg_basket_90d": null}
                          """),
                  List.of(),
                  850L));
    }
  }
}
