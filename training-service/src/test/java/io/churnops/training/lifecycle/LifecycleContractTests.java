package io.churnops.training.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds what is written to {@code model-lifecycle.v1} against the contract's example. */
class LifecycleContractTests {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final AliasMoved EXAMPLE =
      new AliasMoved(
          "0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e02",
          "churn",
          "champion",
          3,
          2,
          Instant.parse("2026-11-21T10:15:30.123456Z"),
          "admin",
          "AUC 0.8123 against 0.8011 on the same hold-out",
          "0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e03",
          "67a8931d63e945d6347ccf3e976b55bf",
          "0199e0d4-51b2-7f30-8c2d-6d1e0a9b7c11",
          "1f0c2b7d9a4e4c56b3e8d7a6f5c4b3a2");

  @Test
  void writesTheExampleOfTheContract() throws IOException {
    assertThat(JSON.readTree(JSON.writeValueAsString(EXAMPLE))).isEqualTo(golden());
  }

  @Test
  void writesTheMembersInTheOrderOfTheContract() throws IOException {
    assertThat(JSON.readTree(JSON.writeValueAsString(EXAMPLE)).propertyNames())
        .containsExactlyElementsOf(golden().propertyNames());
  }

  @Test
  void tellsThatAnAliasWasRemoved() {
    AliasMoved removed =
        AliasMoved.removed(
            "id", "churn", "shadow", 3, Instant.EPOCH, "admin", "over", "dataset", "view");
    JsonNode written = JSON.readTree(JSON.writeValueAsString(removed));
    assertThat(written.get("type").asString()).isEqualTo("alias.removed");
    assertThat(written.get("modelVersion").asInt()).isZero();
    assertThat(written.get("viewFingerprint").isNull()).isTrue();
    assertThat(written.get("previousViewFingerprint").asString()).isEqualTo("view");
  }

  private static JsonNode golden() throws IOException {
    try (InputStream golden =
        Objects.requireNonNull(
            Topics.class.getResourceAsStream("golden/model-lifecycle.v1.json"))) {
      return JSON.readTree(golden);
    }
  }
}
