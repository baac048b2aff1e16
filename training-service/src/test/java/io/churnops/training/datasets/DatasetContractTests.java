package io.churnops.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What feature-service promises to say of a training set can be read here. */
class DatasetContractTests {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void readsTheExampleOfTheContract() throws IOException {
    JsonNode golden = golden();
    JsonNode written = golden.get("manifest");

    DatasetAnswer answer = JSON.treeToValue(golden, DatasetAnswer.class);

    Instant cutoff = Instant.parse("2026-09-01T00:00:00Z");
    assertThat(answer)
        .isEqualTo(
            new DatasetAnswer(
                "0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e03",
                "COMPLETE",
                null,
                new DatasetManifest(
                    "0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e03",
                    new DatasetManifest.View(
                        "shop", "67a8931d63e945d6347ccf3e976b55bf", written.at("/view/definition")),
                    new DatasetManifest.Label(
                        "churn_30d",
                        "073cfbbd48cd4a28249901ed32cba0bc",
                        written.at("/label/definition"),
                        "30d"),
                    List.of(
                        new DatasetManifest.LabelColumn(
                            "label",
                            "churn_30d",
                            "073cfbbd48cd4a28249901ed32cba0bc",
                            written.at("/labels/0/definition"),
                            "30d",
                            200,
                            50)),
                    List.of(cutoff, cutoff.plus(Duration.ofDays(30))),
                    "as_known",
                    240,
                    200,
                    50,
                    List.of(
                        new DatasetManifest.Column("orders_30d", InputType.NUMBER),
                        new DatasetManifest.Column("country", InputType.CATEGORY)),
                    written.get("eventHighWater"),
                    new DatasetManifest.Basis("7e1a0c55d2f94b6e8a3c9d0f1b2e4a68", 2),
                    "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
                    Instant.parse("2026-11-21T10:16:00Z"))));
  }

  @Test
  void understandsTheExampleOfTheContract() throws IOException {
    DatasetManifest manifest = JSON.treeToValue(golden().get("manifest"), DatasetManifest.class);

    assertThat(manifest.label().horizonDuration()).isEqualTo(Duration.ofDays(30));
    assertThat(JSON.readTree(manifest.view().definitionText()))
        .isEqualTo(golden().at("/manifest/view/definition"));
    assertThat(manifest.inputs())
        .containsExactly(
            new InputColumn("orders_30d", InputType.NUMBER),
            new InputColumn("country", InputType.CATEGORY));
  }

  private static JsonNode golden() throws IOException {
    try (InputStream golden =
        Objects.requireNonNull(
            Topics.class.getResourceAsStream("golden/training-dataset.v1.json"))) {
      return JSON.readTree(golden);
    }
  }
}
