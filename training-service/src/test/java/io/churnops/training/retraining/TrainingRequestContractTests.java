package io.churnops.training.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What others write to training-requests.v1 is what this service reads. */
class TrainingRequestContractTests {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @Test
  void readsTheGoldenMessage() throws IOException {
    TrainingRequestMessage message;
    try (InputStream golden =
        TrainingRequestContractTests.class.getResourceAsStream(
            "/io/churnops/contract/golden/training-request.v1.json")) {
      message = JSON.readValue(golden, TrainingRequestMessage.class);
    }
    assertThat(message.eventId()).isEqualTo("0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e04");
    assertThat(message.requestedBy()).isEqualTo("monitoring-service");
    assertThat(message.request())
        .isEqualTo(
            new RetrainingRequest(
                "churn",
                new RetrainingRequest.DatasetWish(
                    null, "shop", "churn_30d", new RetrainingRequest.CutoffWish("30d", "30d", 6)),
                Map.of("parameters", Map.of("trees", 200), "threshold", Map.of("precision", 0.6)),
                PromotePolicy.IF_BETTER));
    try (ValidatorFactory validation = Validation.buildDefaultValidatorFactory()) {
      assertThat(validation.getValidator().validate(message)).isEmpty();
      assertThat(validation.getValidator().validate(message.request())).isEmpty();
    }
  }
}
