package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A training set that is built again is the same, whatever came to be known in between. */
@FeatureServiceTest
class RebuiltDatasetsIT extends ShopDatasets {

  private static final List<Integer> CUTOFFS = List.of(150, 120, 40, 10);

  RebuiltDatasetsIT(@Autowired Store store) {
    super(store, "rebuilt_");
    store.postYaml("/v1/labels", Shop.LABEL.formatted(mine));
  }

  @ParameterizedTest
  @ValueSource(strings = {"as_known", "as_happened"})
  void seesNothingThatBecameKnownLater(String knownTime) {
    Joins joins = new Joins();
    take(shop.events(2_000));
    take(List.of(joins.join(ids.get(4), ids.get(5), micros(130), micros(130))));
    JsonNode first = build(knownTime);

    take(
        List.of(
            order(ids.get(0), 130, 130),
            order(ids.get(1), 125, 1),
            order(ids.get(2), 35, 1),
            order("new " + mine, 125, 125),
            joins.join(ids.get(6), ids.get(7), micros(140), micros(140)),
            joins.join(ids.get(8), ids.get(9), micros(1), micros(1))));
    assertThat(
            store
                .post("/v1/identities:unmerge", Map.of("id", ids.get(5), "reason", "a test"))
                .statusCode())
        .isEqualTo(200);
    JsonNode anew = build(knownTime);
    JsonNode again = rebuild(first);
    JsonNode onceMore = rebuild(again);

    assertThat(sha256(anew))
        .as("what came changes rows, seed %d", seed)
        .isNotEqualTo(sha256(first));
    assertThat(sha256(again)).as("seed %d", seed).isEqualTo(sha256(first));
    assertThat(sha256(onceMore)).as("seed %d", seed).isEqualTo(sha256(first));
    assertThat(again.path("eventHighWater")).isEqualTo(first.path("eventHighWater"));
    assertThat(again.has("reuse")).isFalse();
    JsonNode same = compare(first, again);
    assertThat(same.path("identical").booleanValue()).isTrue();
    assertThat(same.path("rows").path("different").longValue()).isZero();
    JsonNode differs = compare(first, anew).path("rows");
    assertThat(differs.path("onlyInOther").longValue()).as("%s", differs).isPositive();
    assertThat(differs.path("different").longValue()).as("%s", differs).isPositive();
    assertThat(differs.path("byColumn").propertyNames())
        .as("%s", differs)
        .isNotEmpty()
        .isSubsetOf(columns(first));
  }

  @Test
  void refusesWhatCanNeverBeMadeAgain() {
    take(shop.events(300));
    JsonNode dataset = build("as_known");
    String id = dataset.path("datasetId").stringValue();
    String erasure =
        store
            .delete("/v1/customers/" + customerIn(id))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    Awaitility.await("nothing of it is left to do here, which would change others' rows")
        .atMost(Store.PATIENCE)
        .until(() -> store.json(store.get(erasure)).path("removed").isObject());
    Awaitility.await("its rows are dropped")
        .atMost(Store.PATIENCE)
        .until(() -> store.get("/v1/training-datasets/" + id + "/rows").statusCode() == 410);

    HttpResponse<String> answer = store.post("/v1/training-datasets/" + id + ":rebuild", Map.of());

    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(store.json(answer).path("type").stringValue()).endsWith("/dataset-erased");
    assertThat(
            store
                .post("/v1/training-datasets/" + UUID.randomUUID() + ":rebuild", Map.of())
                .statusCode())
        .isEqualTo(404);
  }

  private String customerIn(String id) {
    String rows = store.get("/v1/training-datasets/" + id + "/rows").body();
    String customer =
        Equality.parse(rows).stream()
            .map(List::getFirst)
            .filter(ids::contains)
            .findFirst()
            .orElseThrow();
    return URLEncoder.encode(customer, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<String> columns(JsonNode manifest) {
    return Stream.concat(
            Stream.of("label"),
            manifest.path("columns").valueStream().map(column -> column.path("name").stringValue()))
        .toList();
  }

  private JsonNode build(String knownTime) {
    JsonNode dataset =
        equality.build(
            Map.of(
                "view", mine,
                "label", mine,
                "knownTime", knownTime,
                "anew", true,
                "cutoffs",
                    Map.of(
                        "at",
                        CUTOFFS.stream()
                            .map(days -> now.minus(Duration.ofDays(days)).toString())
                            .toList())));
    return complete(dataset);
  }

  private JsonNode compare(JsonNode base, JsonNode other) {
    return store.json(
        store.get(
            "/v1/training-datasets/%s:compare?with=%s"
                .formatted(
                    base.path("datasetId").stringValue(), other.path("datasetId").stringValue())));
  }
}
