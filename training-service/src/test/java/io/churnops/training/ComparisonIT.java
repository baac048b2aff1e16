package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.training.datasets.ShopDataset;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ComparisonIT extends RunningService {

  @Test
  void letsTwoVersionsScoreTheSameRows() {
    ShopDataset blind = ShopDataset.of(datasetId(), 300, 4, 30, 12);
    blind.lines().replaceAll(ShopDataset.Line::withoutKnowledge);
    train("compared", FEATURES.offer(blind), "never");
    String seeing = FEATURES.offer(ShopDataset.of(datasetId(), 300, 4, 30, 12));
    train("compared", seeing, "never");

    JsonNode answer = get("/v1/models/compared/versions:compare?a=1&b=2").json();

    assertThat(answer.get("datasetId").asString()).isEqualTo(seeing);
    assertThat(answer.get("rows").asInt()).isEqualTo(300);
    assertThat(answer.at("/aucDifference/beyondChance").asBoolean()).isTrue();
    assertThat(answer.at("/aucDifference/interval/low").asDouble()).isPositive();
    assertThat(answer.at("/b/metrics/auc").asDouble())
        .isEqualTo(
            get("/v1/models/compared/versions/2").json().at("/metrics/auc").asDouble(),
            within(1e-12));
    assertThat(answer.at("/differences/auc").asDouble())
        .isEqualTo(answer.at("/aucDifference/value").asDouble(), within(1e-12));
    JsonNode decisions = answer.get("decisions");
    assertThat(decisions.get("changed").asInt())
        .isPositive()
        .isEqualTo(decisions.get("onlyA").asInt() + decisions.get("onlyB").asInt());

    JsonNode turned = get("/v1/models/compared/versions:compare?a=2&b=1").json();
    assertThat(turned.at("/aucDifference/value").asDouble())
        .isEqualTo(-answer.at("/aucDifference/value").asDouble());
    assertThat(turned.at("/decisions/onlyA")).isEqualTo(decisions.get("onlyB"));
  }

  @Test
  void saysWhichVersionHadSeenTheTimeOfAnotherDataset() {
    ShopDataset all = ShopDataset.of(datasetId(), 300, 5, 30, 13);
    train("timed", FEATURES.offer(all), "never");
    ShopDataset old = ShopDataset.of(datasetId(), 300, 5, 30, 13);
    old.lines().removeIf(line -> line.cutoff().isAfter(Instant.parse("2026-03-15T00:00:00Z")));
    String dataset = FEATURES.offer(old);
    train("timed", dataset, "never");

    JsonNode answer = get("/v1/models/timed/versions:compare?a=1&b=2&dataset=" + dataset).json();

    assertThat(answer.at("/a/knewTheTime").asBoolean()).isTrue();
    assertThat(answer.at("/b/knewTheTime").asBoolean()).isFalse();
    assertThat(get("/v1/models/timed/versions:compare?a=1&b=2").json().get("datasetId").asString())
        .isEqualTo(all.id());
  }

  @Test
  void refusesWhatCannotBeCompared() {
    ShopDataset shop = ShopDataset.of(datasetId(), 120, 3, 30, 1);
    train("alone", FEATURES.offer(shop), "never");
    ShopDataset immature = ShopDataset.of(datasetId(), 120, 3, 30, 1).immatureFrom(Instant.EPOCH);
    String path = "/v1/models/alone/versions:compare?a=1&b=1&dataset=";

    assertThat(get("/v1/models/alone/versions:compare?a=1&b=9").status()).isEqualTo(404);
    assertThat(get("/v1/models/alone/versions:compare?a=1").status()).isEqualTo(400);
    for (String dataset : new String[] {datasetId(), FEATURES.offer(immature)}) {
      Answer refused = get(path + dataset);
      assertThat(refused.status()).as(refused.text()).isEqualTo(422);
      assertThat(refused.json().get("type").asString()).endsWith("/versions-incomparable");
    }
    Answer noId = get(path + "unknown");
    assertThat(noId.status()).isEqualTo(422);
    assertThat(noId.json().get("detail").asString()).contains("dataset must be an id like ");
    FEATURES.failRows(shop.id(), 1);
    assertThat(get(path + shop.id()).status()).isEqualTo(503);
  }
}
