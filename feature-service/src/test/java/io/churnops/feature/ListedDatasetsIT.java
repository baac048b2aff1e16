package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.platform.test.TestServers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Which training sets there are. */
@FeatureServiceTest
class ListedDatasetsIT extends ShopDatasets {

  private final JdbcClient jdbc;

  ListedDatasetsIT(@Autowired Store store, @Autowired JdbcClient jdbc) {
    super(store, "listed_");
    this.jdbc = jdbc;
    store.postYaml("/v1/labels", Shop.LABEL.formatted(mine));
  }

  @Test
  void listsTheNewestFirstPageByPage() {
    take(shop.events(200));
    List<JsonNode> built = Stream.of(90, 60, 61).map(this::build).toList();
    JsonNode last = built.getLast();

    assertThat(list("?view=" + mine + "&limit=2"))
        .extracting(one -> one.path("datasetId").stringValue())
        .containsExactlyElementsOf(
            built.reversed().stream().map(one -> one.path("datasetId").stringValue()).toList());
    JsonNode newest =
        list("?limit=1&view=" + last.at("/view/fingerprint").stringValue()).getFirst();
    assertThat(newest.path("status").stringValue()).isEqualTo("COMPLETE");
    assertThat(newest.path("view").stringValue()).isEqualTo(mine);
    assertThat(newest.path("labels").path(0).stringValue()).isEqualTo(mine);
    assertThat(newest.path("rows")).isEqualTo(last.path("rows"));
    assertThat(newest.path("positives")).isEqualTo(last.path("positives"));
    assertThat(Instant.parse(newest.path("finishedAt").stringValue()))
        .isAfterOrEqualTo(Instant.parse(newest.path("createdAt").stringValue()));
    assertThat(newest.path("createdBy").stringValue()).isNotBlank();
    assertThat(newest.has("manifest")).isFalse();
  }

  @Test
  void listsThoseThatStandAsAskedFor() {
    take(shop.events(200));
    String complete = build(90).path("datasetId").stringValue();
    String failed = build(91).path("datasetId").stringValue();
    String cancelled = build(92).path("datasetId").stringValue();
    standing(failed, "status = 'FAILED', manifest = null, error = 'no room'");
    // Cancelled a moment ago: its worker has yet to let go.
    standing(cancelled, "status = 'RUNNING', manifest = null, cancelled_by = 'ann'");
    try {
      assertThat(listed("COMPLETE")).containsExactly(complete);
      assertThat(listed("CANCELLED")).containsExactly(cancelled);
      assertThat(listed("RUNNING")).isEmpty();
      assertThat(list("?view=" + mine + "&status=FAILED"))
          .singleElement()
          .satisfies(one -> {
            assertThat(one.path("datasetId").stringValue()).isEqualTo(failed);
            assertThat(one.path("error").stringValue()).isEqualTo("no room");
            assertThat(one.has("rows")).isFalse();
          });
    } finally {
      standing(cancelled, "status = 'CANCELLED'");
    }
  }

  private List<String> listed(String status) {
    return list("?view=" + mine + "&status=" + status).stream()
        .map(one -> one.path("datasetId").stringValue())
        .toList();
  }

  private void standing(String dataset, String change) {
    assertThat(
            jdbc.sql("update training_dataset set " + change + " where id = ?::uuid")
                .param(dataset)
                .update())
        .isOne();
  }

  @Test
  void refusesAListThatMakesNoSense() {
    for (String query : List.of("?status=LOST", "?cursor=nobody")) {
      assertThat(store.get("/v1/training-datasets" + query).statusCode()).as(query).isEqualTo(400);
    }
    for (String query : List.of("?limit=0", "?limit=201", "?view=a%00b")) {
      HttpResponse<String> refused = store.get("/v1/training-datasets" + query);
      assertThat(refused.statusCode()).as(query).isIn(400, 422);
      assertThat(store.json(refused).path("type").stringValue()).as(query).isNotBlank();
    }
    assertThat(list("?view=nothing")).isEmpty();
    assertThat(store.get("/v1/training-datasets", TestServers.keyFor("scores:read")).statusCode())
        .isEqualTo(403);
  }

  private JsonNode build(int daysAgo) {
    return complete(
        equality.build(
            Map.of(
                "view",
                mine,
                "label",
                mine,
                "cutoffs",
                Map.of("at", List.of(now.minusSeconds(daysAgo * 24L * 3600))))));
  }

  /** All items, page by page. */
  private List<JsonNode> list(String query) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      HttpResponse<String> answer = store.get("/v1/training-datasets" + query + cursor);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode page = store.json(answer);
      page.path("items").forEach(items::add);
      cursor =
          page.path("nextCursor").isString()
              ? "&cursor=" + page.path("nextCursor").stringValue()
              : "";
    } while (!cursor.isEmpty());
    return items;
  }
}
