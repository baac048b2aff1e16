package io.churnops.serving.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PredictionLogContractTests {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void writesTheGoldenMessage() throws Exception {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    inputs.put("days_since_last_order", 41.25);
    inputs.put("orders_30d", 0.0);
    inputs.put("country", "DE");
    inputs.put("avg_basket_90d", null);
    Instant at = Instant.parse("2026-11-21T10:15:30.123456Z");
    var prediction =
        new LoggedPrediction(
            "0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e01",
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
            inputs,
            List.of(),
            850);
    try (InputStream golden = Topics.class.getResourceAsStream("golden/prediction-log.v1.json")) {
      assertThat(JSON.readTree(JSON.writeValueAsBytes(prediction)))
          .isEqualTo(JSON.readTree(golden));
    }
  }
}
