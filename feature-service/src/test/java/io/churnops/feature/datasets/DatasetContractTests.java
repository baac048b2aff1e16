package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.features.engine.LabelDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds what is said of a training set against the contract's example, which training reads. */
class DatasetContractTests {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final FeatureViewDefinition VIEW =
      FeatureViewDefinition.parse(
          """
          view: shop
          entity: customer
          features:
            - {name: orders, event: order.placed, aggregate: count, windows: [30d]}
            - {name: country, event: customer.registered, aggregate: last, of: country,
               type: category}
          """);

  private static final LabelDefinition LABEL =
      LabelDefinition.parse(
          """
          label: churn_30d
          entity: customer
          churned: {no: order.placed, within: 30d}
          eligible: {at_least: 1, event: order.placed, within: 90d}
          """);

  @Test
  void writesTheExampleOfTheContract() throws IOException {
    assertThat(JSON.readTree(JSON.writeValueAsString(example()))).isEqualTo(golden());
  }

  private static DatasetAnswer example() {
    return new DatasetAnswer(
        "0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e03", DatasetStatus.COMPLETE, null, manifest(), null);
  }

  static DatasetManifest manifest() {
    Instant cutoff = Instant.parse("2026-09-01T00:00:00Z");
    return new DatasetManifest(
        "0199f3a1-7d3c-7c11-9a4e-2f1f3b5d9e03",
        new DatasetManifest.View(
            VIEW.name(), VIEW.fingerprint(), JSON.readTree(VIEW.canonicalJson())),
        new DatasetManifest.Label(
            LABEL.name(),
            LABEL.fingerprint(),
            JSON.readTree(LABEL.canonicalJson()),
            Period.print(LABEL.horizon())),
        List.of(
            new DatasetManifest.LabelColumn(
                "label",
                LABEL.name(),
                LABEL.fingerprint(),
                JSON.readTree(LABEL.canonicalJson()),
                Period.print(LABEL.horizon()),
                200,
                50,
                40,
                0)),
        List.of(cutoff, cutoff.plus(Duration.ofDays(30))),
        KnownTimeMode.AS_KNOWN,
        240,
        200,
        50,
        List.of(
            new DatasetManifest.Column("orders_30d", ColumnType.NUMBER, 0, 0.0, 9.0, 1.5),
            new DatasetManifest.Column("country", ColumnType.CATEGORY, 12, null, null, null)),
        new DatasetManifest.HighWater(
            Map.of(0, 1200L),
            Instant.parse("2026-11-21T10:15:31Z"),
            Instant.parse("2026-11-21T10:15:30.123456Z"),
            Instant.parse("2026-11-21T10:15:31Z")),
        null,
        null,
        new DatasetManifest.Basis("7e1a0c55d2f94b6e8a3c9d0f1b2e4a68", 17, 2),
        new DatasetManifest.Reuse(
            "0199e0d4-51b2-7f30-8c2d-6d1e0a9b7c11",
            List.of(cutoff),
            119,
            1,
            List.of("something came to be known of 1 customers that may change their rows")),
        "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
        Instant.parse("2026-11-21T10:16:00Z"));
  }

  private static JsonNode golden() throws IOException {
    try (InputStream golden =
        Objects.requireNonNull(
            Topics.class.getResourceAsStream("golden/training-dataset.v1.json"))) {
      return JSON.readTree(golden);
    }
  }
}
