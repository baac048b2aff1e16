package io.churnops.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ModelLifecycleContractTests {

  @Test
  void readsTheGoldenMessage() throws Exception {
    try (InputStream golden = Topics.class.getResourceAsStream("golden/model-lifecycle.v1.json")) {
      assertThat(new JsonMapper().readValue(golden, ModelLifecycle.class))
          .isEqualTo(new ModelLifecycle("churn", "champion"));
    }
  }
}
