package io.churnops.ingestion.types;

import static io.churnops.ingestion.IngestionClient.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.EventTypes;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.EventSchemas;
import io.churnops.ingestion.event.Judgement;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@IngestionIntegrationTest
class EventTypesIT {

  private static final String SCHEMA =
      """
      {"type":"object","required":["sku"],"properties":{
        "sku":{"type":"string","minLength":1,"maxLength":%d},"priceMinor":{"type":"integer"}}}
      """;

  private final String type = "wishlist.t" + UUID.randomUUID().toString().replace("-", "");

  @LocalServerPort int port;
  @Autowired EventTypeStore store;

  private IngestionClient client;

  @BeforeEach
  void connect() {
    client = IngestionClient.at(port);
  }

  @Test
  void takesEventsOfATypeOnceItIsRegistered() throws Exception {
    assertThat(client.post(ONE, event("{\"sku\":\"A\"}")).codes()).containsExactly("unknown_type");
    Answer registered = register(SCHEMA.formatted(10), "");
    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.json().get("version").intValue()).isEqualTo(1);
    assertThat(registered.response().headers().firstValue("location"))
        .hasValue("/v1/event-types/" + type + "/versions/1");
    assertThat(client.post(ONE, event("{\"sku\":\"A\"}")).status()).isEqualTo(202);
    Answer refused = client.post(ONE, event("{\"sku\":\"A12345678901\"}"));
    assertThat(refused.codes()).containsExactly("schema_violation");
  }

  @Test
  void isSeenByAnotherInstanceWithoutARestart() throws Exception {
    EventSchemas ofAnother = new EventSchemas();
    OwnEventTypes another = new OwnEventTypes(store, new SchemaCompiler(), ofAnother);
    register(SCHEMA.formatted(10), "");
    assertThat(ofAnother.knows(type)).isFalse();
    another.look();
    assertThat(ofAnother.knows(type)).isTrue();
    register(SCHEMA.formatted(20), "");
    another.look();
    EventJudge judge = new EventJudge(ofAnother, new JsonMapper());
    assertThat(
            judge.judge(
                new EventReader().readOne(event("{\"sku\":\"A12345678901\"}")),
                EventTexts.NOW,
                false))
        .isInstanceOf(Judgement.Valid.class);
  }

  @Test
  void acceptsWhatIsCompatibleAndListsWhatBreaks() throws Exception {
    register(SCHEMA.formatted(10), "");
    Answer wider = register(SCHEMA.formatted(20), "");
    assertThat(wider.status()).isEqualTo(201);
    assertThat(wider.json().get("version").intValue()).isEqualTo(2);
    Answer same = register(SCHEMA.formatted(20), "");
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.json().get("version").intValue()).isEqualTo(2);
    Answer narrower =
        register(
            """
            {"type":"object","required":["sku","priceMinor"],"properties":{
              "sku":{"type":"string","minLength":1,"maxLength":19}}}
            """,
            "");
    assertThat(narrower.status()).isEqualTo(409);
    assertThat(narrower.problem()).isEqualTo("breaking-change");
    assertThat(narrower.json().get("breaks").valueStream().map(b -> b.get("where").stringValue()))
        .containsExactlyInAnyOrder("/data/sku", "/data/priceMinor", "/data/priceMinor");
    assertThat(client.get("/v1/event-types/" + type).json().get("version").intValue()).isEqualTo(2);
  }

  @Test
  void breaksOnlyAfterTheRuleWasLoosened() throws Exception {
    register(SCHEMA.formatted(10), "");
    String none = ",\"compatibility\":\"none\"";
    assertThat(register(SCHEMA.formatted(9), none).problem()).isEqualTo("breaking-change");
    assertThat(register(SCHEMA.formatted(10), none).status()).isEqualTo(201);
    assertThat(register(SCHEMA.formatted(9), "").status()).isEqualTo(201);
    Answer versions = client.get("/v1/event-types/" + type + "/versions?limit=2");
    assertThat(versions.json().get("items").valueStream().map(v -> v.get("version").intValue()))
        .containsExactly(3, 2);
    String next = versions.json().get("nextCursor").stringValue();
    JsonNode last =
        client.get("/v1/event-types/" + type + "/versions?limit=2&cursor=" + next).json();
    assertThat(last.get("items").valueStream().map(v -> v.get("compatibility").stringValue()))
        .containsExactly("backward");
    assertThat(last.get("nextCursor").isNull()).isTrue();
    JsonNode first = client.get("/v1/event-types/" + type + "/versions/1").json();
    assertThat(first.at("/schema/properties/sku/maxLength").intValue()).isEqualTo(10);
  }

  @Test
  void givesEachOfManyRegistrationsAtOnceItsOwnVersion() throws Exception {
    register(SCHEMA.formatted(10), ",\"compatibility\":\"none\"");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String schema = SCHEMA.formatted(20 + i);
        calls.add(() -> register(schema, ""));
      }
      List<Integer> versions = new ArrayList<>();
      for (Future<Answer> answer : threads.invokeAll(calls)) {
        assertThat(answer.get().status()).isEqualTo(201);
        versions.add(answer.get().json().get("version").intValue());
      }
      assertThat(versions).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8, 9);
    }
  }

  @Test
  void listsBuiltInTypesAndLeavesThemAlone() throws Exception {
    register(SCHEMA.formatted(10), "");
    List<String> listed = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = client.get("/v1/event-types?limit=5" + cursor).json();
      page.get("items").forEach(item -> listed.add(item.get("type").stringValue()));
      cursor =
          page.get("nextCursor").isNull()
              ? null
              : "&cursor=" + page.get("nextCursor").stringValue();
    }
    assertThat(listed)
        .isSorted()
        .doesNotHaveDuplicates()
        .contains(type)
        .containsAll(EventTypes.all());
    JsonNode order = client.get("/v1/event-types/order.placed").json();
    assertThat(order.get("builtIn").booleanValue()).isTrue();
    assertThat(order.at("/schema/required/0").stringValue()).isEqualTo("orderId");
    Answer refused = post("{\"type\":\"order.placed\",\"schema\":{\"type\":\"object\"}}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("built-in-event-type");
  }

  @Test
  void tellsEverythingThatIsWrongWithARegistration() throws Exception {
    assertThat(
            post("{\"tpye\":\"a.b\",\"schema\":{},\"compatibility\":\"forward\",\"owner\":1}")
                .json()
                .get("detail")
                .stringValue())
        .contains("tpye is not known", "compatibility is none of", "owner is not known");
    Answer invalid =
        post(
            "{\"type\":\"A.b\",\"schema\":{\"type\":\"object\",\"$ref\":\"http://x\"},\"description\":\"\\u0000\"}");
    assertThat(invalid.status()).isEqualTo(422);
    assertThat(invalid.json().get("errors").valueStream().map(JsonNode::stringValue))
        .anyMatch(error -> error.startsWith("type:"))
        .anyMatch(error -> error.startsWith("description:"))
        .anyMatch(error -> error.contains("$ref"));
  }

  @Test
  void refusesWhatIsNoRegistration() throws Exception {
    Map<String, String> bodies =
        Map.ofEntries(
            Map.entry("{", "unreadable-body"),
            Map.entry("null", "unreadable-body"),
            Map.entry("[]", "unreadable-body"),
            Map.entry("{\"type\":\"a.b\",\"type\":\"a.c\"}", "unreadable-body"),
            Map.entry("{\"tpye\":\"a.b\"}", "unreadable-body"),
            Map.entry("{\"type\":\"a.b\",\"compatibility\":\"forward\"}", "unreadable-body"),
            Map.entry("[".repeat(10_000), "unreadable-body"),
            Map.entry("{\"type\":\"" + "a".repeat(70_000) + "\"}", "body-too-large"),
            Map.entry("{\"type\":\"a.b\"}", "invalid-event-type"),
            Map.entry("{\"type\":\"A.b\",\"schema\":{\"type\":\"object\"}}", "invalid-event-type"),
            Map.entry(
                "{\"type\":\"plain\",\"schema\":{\"type\":\"object\"}}", "invalid-event-type"),
            Map.entry(
                "{\"type\":\"a.b\",\"schema\":{\"type\":\"object\",\"$ref\":\"http://x\"}}",
                "invalid-event-type"));
    for (var body : bodies.entrySet()) {
      assertThat(post(body.getKey()).problem()).as(body.getKey()).isEqualTo(body.getValue());
    }
    assertThat(client.get("/v1/event-types/no.such").problem()).isEqualTo("unknown-event-type");
    assertThat(client.get("/v1/event-types/no.such/versions").status()).isEqualTo(404);
    assertThat(client.get("/v1/event-types/order.placed/versions/2").status()).isEqualTo(404);
  }

  @Test
  void needsItsScopes() throws Exception {
    IngestionClient writer = client.withScope("events:write");
    assertThat(writer.get("/v1/event-types").status()).isEqualTo(403);
    IngestionClient reader = client.withScope("events:read");
    assertThat(reader.get("/v1/event-types").status()).isEqualTo(200);
    assertThat(
            reader
                .post("/v1/event-types", "application/json", BodyPublishers.ofString("{}"))
                .status())
        .isEqualTo(403);
  }

  private Answer register(String schema, String more) throws Exception {
    return post("{\"type\":\"" + type + "\",\"schema\":" + schema + more + "}");
  }

  private Answer post(String body) throws Exception {
    return client.post("/v1/event-types", "application/json", BodyPublishers.ofString(body));
  }

  private byte[] event(String data) {
    return EventTexts.order("e" + UUID.randomUUID()).with("type", type).withData(data);
  }
}
