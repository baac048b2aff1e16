package io.churnops.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.log.EventTime;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.platform.test.TestServers;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The doors of the service: what they answer, and whom they let in. */
@FeatureServiceTest
class ApiIT {

  private static final String FIRST =
      """
      view: doors
      entity: customer
      features: [{name: orders, event: order.placed, aggregate: count}]
      """;
  private static final String SECOND = FIRST.replace("orders", "purchases");
  private static final String LABEL =
      """
      label: doors_label
      entity: customer
      churned: {no: order.placed, within: 30d}
      eligible: {at_least: 1, event: order.placed, within: 90d}
      """;

  private static final String CUTOFF = "2026-01-01T00:00:00Z";

  private final Store store;
  private final JdbcClient jdbc;

  ApiIT(@Autowired Store store, @Autowired JdbcClient jdbc) {
    this.store = store;
    this.jdbc = jdbc;
  }

  @Test
  void registersViewsByTheirMeaning() {
    String neverSeen = FIRST.replace("doors", "new_doors");
    HttpResponse<String> created = store.postYaml("/v1/feature-views", neverSeen);
    assertThat(created.statusCode()).isEqualTo(201);
    JsonNode view = store.json(created);
    String fingerprint = view.path("fingerprint").stringValue();
    assertThat(view.path("columns").path(0).path("name").stringValue()).startsWith("orders");
    assertThat(view.path("columns").path(0).path("type").stringValue()).isEqualTo("NUMBER");

    HttpResponse<String> again =
        store.post(
            "/v1/feature-views",
            "application/json",
            view.path("definition").toString(),
            TestServers.adminKey());
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(store.json(again).path("definition")).isEqualTo(view.path("definition"));
    assertThat(created.headers().firstValue("Location"))
        .hasValue("/v1/feature-views/fingerprints/" + fingerprint);
    assertThat(
            store
                .json(store.get("/v1/feature-views/fingerprints/" + fingerprint))
                .path("definition"))
        .isEqualTo(view.path("definition"));
  }

  @Test
  void showsTheDefinitionOfANameThatWasRegisteredLast() {
    store.postYaml("/v1/feature-views", FIRST);
    assertThat(firstColumnOfLatest()).startsWith("orders");
    store.postYaml("/v1/feature-views", SECOND);
    assertThat(firstColumnOfLatest()).startsWith("purchases");
    store.postYaml("/v1/feature-views", FIRST);
    assertThat(firstColumnOfLatest()).startsWith("orders");
    assertThat(store.json(store.get("/v1/feature-views?query=doors")).path("items"))
        .filteredOn(view -> view.path("name").stringValue().equals("doors"))
        .hasSize(1);
  }

  private String firstColumnOfLatest() {
    return store
        .json(store.get("/v1/feature-views/doors"))
        .path("columns")
        .path(0)
        .path("name")
        .stringValue();
  }

  @Test
  void registersLabels() {
    assertThat(store.postYaml("/v1/labels", LABEL).statusCode()).isIn(200, 201);
    assertThat(store.postYaml("/v1/labels", LABEL).statusCode()).isEqualTo(200);
    assertThat(store.json(store.get("/v1/labels/doors_label")).path("definition").isObject())
        .isTrue();
    assertProblem(store.get("/v1/labels/nobody"), 404, "unknown-label");
  }

  @Test
  void saysWhatIsWrongWithADefinition() {
    HttpResponse<String> refused =
        store.postYaml("/v1/feature-views", "view: x\nfeatures: [{name: a}]\n");
    assertProblem(refused, 422, "invalid-definition");
    assertThat(store.json(refused).path("errors")).isNotEmpty();
    assertProblem(
        store.postYaml("/v1/feature-views", "#".repeat(300_000)), 413, "definition-too-large");
    assertThat(store.post("/v1/labels", "text/plain", LABEL, TestServers.adminKey()).statusCode())
        .isEqualTo(415);
  }

  @Test
  void doesTheWorkOfAKeyedRequestOnce() {
    store.postYaml("/v1/feature-views", FIRST);
    store.postYaml("/v1/labels", LABEL);
    String key = UUID.randomUUID().toString();
    Map<String, Object> request =
        Map.of("view", "doors", "label", "doors_label", "cutoffs", Map.of("at", List.of(CUTOFF)));

    HttpResponse<String> first = store.postKeyed("/v1/training-datasets", key, request);
    HttpResponse<String> again = store.postKeyed("/v1/training-datasets", key, request);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    Map<String, Object> other = new HashMap<>(request);
    other.put("cutoffs", Map.of("at", List.of("2026-02-01T00:00:00Z")));
    assertProblem(
        store.postKeyed("/v1/training-datasets", key, other), 422, "idempotency-key-reused");
    assertThat(
            store
                .json(store.postKeyed("/v1/training-datasets", key + "-2", request))
                .path("datasetId"))
        .isNotEqualTo(store.json(first).path("datasetId"));
    assertProblem(
        store.postKeyed("/v1/training-datasets", "k".repeat(201), request), 422, "invalid-request");
    assertThat(
            store
                .json(store.get("/v3/api-docs"))
                .at("/paths/~1v1~1training-datasets/post/parameters/0/name")
                .stringValue())
        .isEqualTo("Idempotency-Key");
  }

  @Test
  void answersEveryCustomerInTheOrderAsked() {
    store.postYaml("/v1/feature-views", FIRST);
    Shop shop = new Shop(11, 1, Instant.now());
    store.sendEvents(shop.events(1));
    store.awaitFolded();
    String known = shop.customers().getFirst();

    JsonNode answer =
        store.json(
            store.post(
                "/v1/features:get",
                Map.of("view", "doors", "customers", List.of("nobody", known, "nobody"))));

    assertThat(answer.path("columns")).isNotEmpty();
    assertThat(answer.path("customers"))
        .extracting(customer -> customer.path("status").stringValue())
        .containsExactly("UNKNOWN_ENTITY", "PRESENT", "UNKNOWN_ENTITY");
    assertThat(answer.path("customers").path(1).path("values"))
        .hasSameSizeAs(answer.path("columns"));
    assertThat(answer.path("customers").path(1).path("appliedOffsets")).hasSize(1);
  }

  @Test
  void refusesRequestsThatMakeNoSense() {
    store.postYaml("/v1/feature-views", FIRST);
    assertProblem(
        features(Map.of("view", "nothing", "customers", List.of("a"))), 404, "unknown-view");
    assertProblem(
        features(Map.of("view", "doors", "customers", List.of())), 422, "invalid-request");
    assertProblem(
        features(Map.of("view", "doors", "customers", Collections.nCopies(501, "a"))),
        422,
        "invalid-request");
    assertProblem(
        features(Map.of("view", "doors", "customers", List.of(" "))), 422, "invalid-request");
    assertProblem(
        features(
            Map.of(
                "view",
                "doors",
                "customers",
                List.of("a"),
                "asOf",
                Instant.now().plusSeconds(3_600))),
        422,
        "as-of-in-the-future");
    for (String lag : List.of("-1", "1e999", "-1e999", "\"NaN\"", "86401")) {
      String request = "{\"view\": \"doors\", \"customers\": [\"a\"], \"maxLagSeconds\": %s}";
      assertProblem(
          store.post(
              "/v1/features:get",
              "application/json",
              request.formatted(lag),
              TestServers.adminKey()),
          422,
          "invalid-request");
    }
    for (String early : List.of("-1000000000-01-01T00:00:00Z", "-4800-01-01T00:00:00Z")) {
      assertProblem(
          features(Map.of("view", "doors", "customers", List.of("a"), "asOf", early)),
          422,
          "as-of-too-early");
    }
    for (String name : List.of("a\\u0000b", "\\ud800")) {
      for (String request :
          List.of(
              "{\"view\": \"doors\", \"customers\": [\"a\", \"%s\"]}",
              "{\"view\": \"%s\", \"customers\": [\"a\"]}")) {
        assertProblem(
            store.post(
                "/v1/features:get",
                "application/json",
                request.formatted(name),
                TestServers.adminKey()),
            422,
            "invalid-request");
      }
    }
    assertThat(features(Map.of("view", "doors", "customer", "a")).statusCode()).isEqualTo(400);
    assertThat(
            features(Map.of("view", "doors", "customers", List.of("a"), "asOf", "now"))
                .statusCode())
        .isEqualTo(400);
  }

  private HttpResponse<String> features(Map<String, ?> request) {
    return store.post("/v1/features:get", request);
  }

  @Test
  void keepsEventsOfAnyTime() {
    store.postYaml("/v1/feature-views", FIRST);
    String customer = UUID.randomUUID().toString();
    for (String time :
        List.of(
            "0001-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "1999-12-31T23:59:59.999999Z",
            "2000-01-01T00:00:00Z",
            "2010-12-01T08:26:00+05:30",
            "2024-02-29T23:59:59.999999Z")) {
      Instant instant = OffsetDateTime.parse(time).toInstant();
      long micros = EventTime.toMicros(instant);
      store.sendEvents(
          List.of(
              new CustomerEvent(
                  "/old",
                  customer + time,
                  "order.placed",
                  customer,
                  micros,
                  micros,
                  JsonMapper.shared().createObjectNode())));
    }
    store.awaitFolded();

    assertThat(
            store
                .json(store.get("/v1/customers/" + customer + "/events/count"))
                .path("events")
                .longValue())
        .isEqualTo(6);
    assertThat(store.features("doors", List.of(customer), null).customers().values())
        .singleElement()
        .satisfies(
            answer -> assertThat(answer.path("values").path(0).doubleValue()).isEqualTo(6.0));
    assertThat(
            jdbc.sql("select to_regclass('customer_event_y2010m12') is not null")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void letsInOnlyWhomItsScopesAllow() {
    String reader = TestServers.keyFor("features:read");
    String stranger = TestServers.keyFor("scores:read");
    Map<String, Object> features = Map.of("view", "doors", "customers", List.of("a"));
    String body = JsonMapper.shared().writeValueAsString(features);

    assertProblem(
        store.post("/v1/features:get", "application/json", body, stranger), 403, "forbidden");
    assertProblem(
        store.post("/v1/feature-views", "application/yaml", FIRST, reader), 403, "forbidden");
    assertProblem(store.post("/v1/labels", "application/yaml", LABEL, reader), 403, "forbidden");
    assertProblem(
        store.post(
            "/v1/training-datasets",
            "application/json",
            "{\"view\": \"a\", \"label\": \"b\", \"cutoffs\": {}}",
            reader),
        403,
        "forbidden");
    assertProblem(
        store.post("/v1/features:get", "application/json", body, "unknown"), 401, "unauthorized");
    assertProblem(store.get("/v1/customers/a:export", reader), 403, "forbidden");
    for (String path :
        List.of(
            "/v1/customers:count-events",
            "/v1/customers:identities",
            "/v1/customers:identity-changes")) {
      assertProblem(
          store.post(path, "application/json", "{\"customerId\": \"a\"}", stranger),
          403,
          "forbidden");
    }
    assertProblem(
        store.post(
            "/v1/features:explain",
            "application/json",
            "{\"customerId\": \"a\", \"view\": \"doors\", \"feature\": \"orders\"}",
            stranger),
        403,
        "forbidden");
    assertProblem(
        store.post(
            "/v1/labels:resolve",
            "application/json",
            "{\"label\": \"a\", \"at\": \"2026-01-01T00:00:00Z\", \"customers\": [\"a\"]}",
            stranger),
        403,
        "forbidden");
    String someone = "{\"customerId\": \"a\"}";
    for (String act : List.of("export", "erase")) {
      assertProblem(
          store.post(
              "/v1/customers:" + act,
              "application/json",
              someone,
              TestServers.keyFor("features:write")),
          403,
          "forbidden");
    }
    store.postYaml("/v1/feature-views", FIRST);
    assertThat(store.post("/v1/features:get", "application/json", body, reader).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE/4711",
        "50%",
        "%2F",
        "a;b=c",
        "a\\b",
        "Jürgen Müller",
        "客户 7",
        "👤",
        "a+b@x.de",
        "x:export",
        "a?b#c&d",
        "..",
        "//",
        "a\u2028b"
      })
  void answersForACustomerOfAnyId(String id) {
    store.postYaml("/v1/feature-views", FIRST);
    long before = count(id);
    store.sendEvents(List.of(order(id, Instant.now().minusSeconds(60))));
    store.awaitFolded();

    Map<String, String> who = Map.of("customerId", id);
    assertThat(count(id)).isEqualTo(before + 1);
    JsonNode explained =
        posted(
            "/v1/features:explain",
            Map.of("customerId", id, "view", "doors", "feature", firstColumnOfLatest()));
    assertThat(explained.path("customerId").stringValue()).isEqualTo(id);
    assertThat(explained.path("items").size()).isEqualTo(before + 1);
    assertThat(posted("/v1/customers:identities", who).path("ids").path(0).stringValue())
        .isEqualTo(id);
    assertThat(posted("/v1/customers:identity-changes", who).path("items")).isEmpty();
    assertThat(posted("/v1/customers:export", who).path("events").size()).isEqualTo(before + 1);

    String path = "/v1/customers/" + URLEncoder.encode(id, UTF_8).replace("+", "%20");
    HttpResponse<String> counted = store.get(path + "/events/count");
    if (counted.statusCode() == 200) {
      assertThat(store.json(counted).path("customerId").stringValue()).isEqualTo(id);
      assertThat(store.json(counted).path("events").longValue()).isEqualTo(before + 1);
      assertThat(store.json(store.get(path + ":export")).path("events").size())
          .isEqualTo(before + 1);
    } else {
      assertThat(id).matches("(?s).*[/%;\\\\\u2028].*|\\.\\.");
      assertThat(store.json(counted).path("type").stringValue()).as(counted.body()).isNotBlank();
    }
  }

  private static CustomerEvent order(String customer, Instant time) {
    long micros = EventTime.toMicros(time);
    return new CustomerEvent(
        "/shop",
        UUID.randomUUID().toString(),
        "order.placed",
        customer,
        micros,
        micros,
        JsonMapper.shared().createObjectNode());
  }

  private long count(String id) {
    return posted("/v1/customers:count-events", Map.of("customerId", id))
        .path("events")
        .longValue();
  }

  private JsonNode posted(String path, Map<String, String> body) {
    HttpResponse<String> answer = store.post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return store.json(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"customerId\": null}",
        "{\"customerId\": \" \"}",
        "{\"customerId\": \"a\\u0000b\"}",
        "{\"customerId\": \"\\ud800\"}"
      })
  void asksForAnIdInTheBody(String body) {
    for (String path :
        List.of(
            "/v1/customers:count-events",
            "/v1/customers:identities",
            "/v1/customers:identity-changes",
            "/v1/customers:export",
            "/v1/customers:erase",
            "/v1/features:explain")) {
      assertProblem(
          store.post(path, "application/json", body, TestServers.adminKey()),
          422,
          "invalid-request");
    }
  }

  @Test
  void describesWhatItAnswers() {
    JsonNode api = store.json(store.get("/v3/api-docs"));

    assertThat(api.path("paths").propertyNames())
        .containsExactlyInAnyOrder(
            "/v1/feature-views",
            "/v1/feature-views/{name}",
            "/v1/feature-views/fingerprints/{fingerprint}",
            "/v1/feature-views/{name}/versions",
            "/v1/feature-views/{name}/uses",
            "/v1/feature-views/{name}/freshness",
            "/v1/feature-views/{name}:retire",
            "/v1/features",
            "/v1/definitions:plan",
            "/v1/definitions:apply",
            "/v1/rebuilds",
            "/v1/rebuilds/{id}",
            "/v1/rebuilds/{id}:stop",
            "/v1/rebuilds/{id}:resume",
            "/v1/lineage",
            "/v1/lineage/events",
            "/v1/labels",
            "/v1/labels/{name}",
            "/v1/labels/{name}/versions",
            "/v1/labels/{name}/uses",
            "/v1/labels:resolve",
            "/v1/features:get",
            "/v1/features:explain",
            "/v1/training-datasets",
            "/v1/training-datasets/{id}",
            "/v1/training-datasets/{id}/rows",
            "/v1/training-datasets/{id}/statistics",
            "/v1/training-datasets/{id}:compare",
            "/v1/training-datasets/{id}:rebuild",
            "/v1/training-datasets/{id}:cancel",
            "/v1/feature-views/{name}/statistics",
            "/v1/tables",
            "/v1/spines",
            "/v1/spines/{id}",
            "/v1/customers/{id}/events/count",
            "/v1/customers/{id}/identities",
            "/v1/customers/{id}/identities/changes",
            "/v1/identities:unmerge",
            "/v1/customers/{id}",
            "/v1/customers/{id}:export",
            "/v1/customers:erase",
            "/v1/customers:count-events",
            "/v1/customers:identities",
            "/v1/customers:identity-changes",
            "/v1/customers:export",
            "/v1/erasures",
            "/v1/erasures/{id}",
            "/v1/consistency-runs",
            "/v1/consistency-runs/{id}",
            "/v1/consistency-runs/{id}/mismatches",
            "/v1/customers/{id}/features/{view}/{feature}:explain");
    assertThat(statuses(api, "/v1/customers/{id}/features/{view}/{feature}:explain", "get"))
        .contains("200", "404", "422", "503");
    JsonNode register = api.path("paths").path("/v1/feature-views").path("post");
    assertThat(register.path("requestBody").path("content").propertyNames())
        .containsExactlyInAnyOrder("application/yaml", "application/json");
    assertThat(statuses(api, "/v1/feature-views", "post")).contains("200", "201", "413", "422");
    assertThat(statuses(api, "/v1/labels", "post")).contains("200", "201", "413", "422");
    assertThat(statuses(api, "/v1/feature-views/{name}", "get")).contains("200", "404");
    assertThat(statuses(api, "/v1/feature-views/fingerprints/{fingerprint}", "get"))
        .contains("200", "404");
    assertThat(statuses(api, "/v1/labels/{name}", "get")).contains("200", "404");
    assertThat(statuses(api, "/v1/labels:resolve", "post"))
        .contains("200", "404", "422", "503")
        .doesNotContain("201");
    assertThat(statuses(api, "/v1/training-datasets", "get")).contains("200");
    assertThat(statuses(api, "/v1/training-datasets", "post"))
        .contains("202", "404", "422")
        .doesNotContain("200");
    assertThat(statuses(api, "/v1/training-datasets/{id}/rows", "get"))
        .contains("200", "404", "409", "410");
    assertThat(
            api.path("paths")
                .path("/v1/training-datasets/{id}/rows")
                .path("get")
                .path("responses")
                .path("200")
                .path("content")
                .propertyNames())
        .containsExactlyInAnyOrder("text/csv", "application/vnd.apache.parquet");
  }

  private static Collection<String> statuses(JsonNode api, String path, String method) {
    return api.path("paths").path(path).path(method).path("responses").propertyNames();
  }

  @Test
  void measuresItself() {
    assertThat(store.get("/actuator/prometheus").body())
        .contains(
            "churnops_features_events_folded_total",
            "churnops_features_duplicates_total",
            "churnops_features_deadletter_total",
            "churnops_features_lag_seconds",
            "churnops_features_reads_total");
  }

  private void assertProblem(HttpResponse<String> answer, int status, String slug) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(store.json(answer).path("type").stringValue())
        .isEqualTo("https://churnops.io/problems/" + slug);
  }
}
