package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** From an event type to a model and back, through everything between. */
@FeatureServiceTest
class LineageIT {

  private final Store store;
  private final String mine = "t" + UUID.randomUUID().toString().substring(0, 8);

  LineageIT(@Autowired Store store) {
    this.store = store;
  }

  @Test
  void leadsFromEventTypesToModelsAndBack() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    var equality = new Equality(store, "lineage_" + mine);
    Shop shop = new Shop(51, 5, now);
    var events = shop.events(100);
    store.sendEvents(events);
    store.awaitFolded();
    String dataset =
        equality.assertRows(shop, events, List.of(now)).path("datasetId").stringValue();
    String view = equality.view().definition().fingerprint();
    announce(dataset, view);
    String model = "model:model_" + mine + "/1";
    Awaitility.await("the model is known")
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ids("model=model_" + mine).contains(model));

    for (String from :
        List.of(
            "eventType=order.placed",
            "view=lineage_" + mine,
            "view=" + view,
            "feature=lineage_" + mine + ".order_trend",
            "dataset=" + dataset,
            "model=model_" + mine,
            "model=model_" + mine + "/1")) {
      JsonNode graph = store.json(store.get("/v1/lineage?" + from));
      assertEdge(graph, "event-type:order.placed", "feature:" + view + "/orders_7d");
      assertEdge(graph, "feature:" + view + "/orders_7d", "feature:" + view + "/order_trend");
      assertEdge(graph, "feature:" + view + "/order_trend", "view:" + view);
      assertEdge(graph, "view:" + view, "dataset:" + dataset);
      assertEdge(graph, "dataset:" + dataset, model);
    }
    assertThat(ids("feature=lineage_" + mine + ".order_trend"))
        .doesNotContain("event-type:email.sent", "feature:" + view + "/emails_30d");
    assertThat(ids("eventType=email.sent"))
        .contains("feature:" + view + "/emails_30d", "dataset:" + dataset)
        .doesNotContain("event-type:order.placed");
    assertRunEvents(dataset);
    String uses = "/v1/labels/lineage_" + mine + "_label/uses";
    assertThat(store.json(store.get(uses)).path("models"))
        .singleElement()
        .satisfies(use -> {
          assertThat(use.path("model").stringValue()).isEqualTo("model_" + mine);
          assertThat(use.path("version").intValue()).isEqualTo(1);
          assertThat(use.path("aliases").path(0).stringValue()).isEqualTo("champion");
        });
  }

  @Test
  void leadsFromWhatOnlyALabelReadsToModelsAndBack() {
    var equality = new Equality(store, "asked_" + mine);
    String type = "parcel.refused_" + mine;
    String main =
        label(
            "main_" + mine, "{no: order.placed, within: 30d}", "{at_least: 1, event: order.placed");
    String asking =
        label(
            "asks_" + mine, "{no: %s, within: 7d}".formatted(type), "{at_least: 1, event: " + type);
    String dataset =
        equality
            .build(
                Map.of(
                    "view",
                    "asked_" + mine,
                    "labels",
                    List.of("main_" + mine, "asks_" + mine),
                    "cutoffs",
                    Map.of("at", List.of(Instant.parse("2001-01-01T00:00:00Z")))))
            .path("datasetId")
            .stringValue();
    String view = equality.view().definition().fingerprint();
    announce(dataset, view);
    String model = "model:model_" + mine + "/1";
    Awaitility.await("the model is known")
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ids("model=model_" + mine).contains(model));

    for (String from :
        List.of(
            "eventType=" + type,
            "label=asks_" + mine,
            "label=" + asking,
            "dataset=" + dataset,
            "model=model_" + mine)) {
      JsonNode graph = store.json(store.get("/v1/lineage?" + from));
      assertThat(graph.path("nodes"))
          .as(from)
          .anySatisfy(node -> {
            assertThat(node.path("id").stringValue()).isEqualTo("label:" + asking);
            assertThat(node.path("kind").stringValue()).isEqualTo("LABEL");
            assertThat(node.path("name").stringValue()).isEqualTo("asks_" + mine);
          });
      assertEdge(graph, "event-type:" + type, "label:" + asking);
      assertEdge(graph, "label:" + asking, "dataset:" + dataset);
      assertEdge(graph, "dataset:" + dataset, model);
      assertEndsAreDrawn(graph);
    }
    assertThat(ids("model=model_" + mine))
        .contains("label:" + main, "view:" + view, "event-type:order.placed");
    assertThat(ids("eventType=" + type)).doesNotContain("label:" + main, "view:" + view);
    assertThat(ids("label=asks_" + mine)).doesNotContain("event-type:order.placed");
    assertThat(ids("view=asked_" + mine)).contains(model).doesNotContain("label:" + asking);
    assertThat(ids("eventType=order.placed")).contains("view:" + view, "label:" + main, model);
  }

  private String label(String name, String churned, String eligible) {
    HttpResponse<String> answer =
        store.postYaml(
            "/v1/labels",
            """
            label: %s
            entity: customer
            churned: %s
            eligible: %s, within: 90d}
            """
                .formatted(name, churned, eligible));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return store.json(answer).path("fingerprint").stringValue();
  }

  private static void assertEndsAreDrawn(JsonNode graph) {
    assertThat(graph.path("nodes").valueStream().map(node -> node.path("id").stringValue()))
        .containsAll(
            graph
                .path("edges")
                .valueStream()
                .flatMap(edge -> Stream.of(edge.path("from"), edge.path("to")))
                .map(JsonNode::stringValue)
                .toList());
  }

  /** What the OpenLineage specification requires of a run event and of every facet. */
  private void assertRunEvents(String dataset) {
    JsonNode built = MissingNode.getInstance();
    JsonNode trained = MissingNode.getInstance();
    String cursor = "";
    do {
      HttpResponse<String> answer = store.get("/v1/lineage/events?limit=2" + cursor);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode page = store.json(answer);
      for (JsonNode event : page.path("items")) {
        assertThat(event.path("eventType").stringValue()).isEqualTo("COMPLETE");
        assertThat(Instant.parse(event.path("eventTime").stringValue())).isNotNull();
        assertThat(UUID.fromString(event.path("run").path("runId").stringValue())).isNotNull();
        assertThat(event.path("job").path("namespace").stringValue()).isEqualTo("churnops");
        assertThat(event.path("job").path("name").stringValue()).isNotBlank();
        assertThat(URI.create(event.path("producer").stringValue())).hasScheme("https");
        assertThat(URI.create(event.path("schemaURL").stringValue())).hasScheme("https");
        if (event.path("outputs").path(0).path("name").stringValue().equals(dataset)) {
          built = event;
        }
        if (event.path("inputs").path(0).path("name").stringValue().equals(dataset)) {
          trained = event;
        }
      }
      cursor = page.path("nextCursor").stringValueOpt().map(next -> "&cursor=" + next).orElse("");
    } while (!cursor.isEmpty());
    assertThat(built.path("inputs"))
        .extracting(input -> input.path("name").stringValue())
        .contains("order.placed", "email.sent");
    JsonNode facets = built.path("outputs").path(0).path("facets");
    facets.forEach(facet -> {
      assertThat(URI.create(facet.path("_producer").stringValue())).hasScheme("https");
      assertThat(URI.create(facet.path("_schemaURL").stringValue())).hasScheme("https");
    });
    assertThat(facets.path("schema").path("fields"))
        .extracting(field -> field.path("name").stringValue())
        .contains("orders_7d", "country", "order_trend");
    assertThat(
            facets
                .path("columnLineage")
                .path("fields")
                .path("order_trend")
                .path("inputFields")
                .path(0)
                .path("name")
                .stringValue())
        .isEqualTo("order.placed");
    assertThat(trained.path("outputs").path(0).path("name").stringValue())
        .isEqualTo("model_" + mine + "/1");
  }

  @Test
  void saysWhatItDoesNotKnow() {
    assertThat(store.get("/v1/lineage").statusCode()).isEqualTo(422);
    assertThat(store.get("/v1/lineage?view=a&model=b").statusCode()).isEqualTo(422);
    for (String unknown :
        List.of(
            "view=nobody",
            "label=nobody",
            "feature=nobody.a",
            "dataset=" + UUID.randomUUID(),
            "model=nobody")) {
      HttpResponse<String> answer = store.get("/v1/lineage?" + unknown);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    }
    assertThat(ids("eventType=never.heard_of")).isEmpty();
    assertThat(store.get("/v1/labels/nobody/uses").statusCode()).isEqualTo(404);
  }

  private void announce(String dataset, String view) {
    String message =
        """
        {"modelName": "model_%s", "alias": "champion", "modelVersion": 1, "movedAt": "%s",
         "datasetId": "%s", "viewFingerprint": "%s"}\
        """
            .formatted(mine, Instant.now(), dataset, view);
    store.send(
        List.of(
            new ProducerRecord<>(
                Topics.MODEL_LIFECYCLE, mine, "no JSON".getBytes(StandardCharsets.UTF_8)),
            new ProducerRecord<>(
                Topics.MODEL_LIFECYCLE, mine, message.getBytes(StandardCharsets.UTF_8))));
  }

  private List<String> ids(String from) {
    return store
        .json(store.get("/v1/lineage?" + from))
        .path("nodes")
        .valueStream()
        .map(node -> node.path("id").stringValue())
        .toList();
  }

  private static void assertEdge(JsonNode graph, String from, String to) {
    assertThat(graph.path("edges"))
        .anySatisfy(edge -> {
          assertThat(edge.path("from").stringValue()).isEqualTo(from);
          assertThat(edge.path("to").stringValue()).isEqualTo(to);
        });
  }
}
