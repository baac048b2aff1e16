package io.churnops.serving.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.churnops.platform.LocalPlatform;
import io.churnops.platform.test.TestServers;
import io.churnops.serving.ServingSuite;
import io.churnops.serving.model.TestModels;
import io.churnops.serving.model.TestModels.Packed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Predictions through the front door, with Redis and feature-service up and down. */
class ScoringIT extends ServingSuite {

  private static final String FEATURES_GET = "POST /v1/features:get";

  private Packed model;

  @BeforeEach
  void serve() {
    model = serveNewChampion();
  }

  @AfterEach
  void forgetFeatures() {
    FEATURES.forget(FEATURES_GET);
  }

  @Test
  void scoresACustomerFromTheOnlineState() {
    Answer answer =
        post(
            "/v1/predictions",
            "{\"customerId\": \"%s\", \"include\": [\"features\"]}"
                .formatted(customerWithOrders(3, 10, 50)));
    assertThat(answer.status()).isEqualTo(200);
    JsonNode prediction = answer.json();
    assertThat(prediction.get("status").asString()).isEqualTo("SCORED");
    assertThat(prediction.get("modelVersion").asInt()).isEqualTo(model.version());
    assertThat(prediction.get("degraded")).isEmpty();
    assertThat(prediction.at("/features/orders_30d").asDouble()).isEqualTo(2);
    assertThat(prediction.at("/features/days_since_last_order").asDouble())
        .isEqualTo(3, within(0.01));
    assertThat(prediction.at("/features/country").isNull()).isTrue();
  }

  @Test
  void saysWhyACustomerHasItsScore() {
    String customer = customerWithOrders(110);
    String body = "{\"customerId\": \"%s\", \"include\": [\"reasons\"]}".formatted(customer);
    JsonNode prediction = post("/v1/predictions", body).json();
    assertThat(prediction.get("contributionUnit").asString()).isEqualTo("PROBABILITY");
    assertThat(prediction.get("degraded")).isEmpty();
    assertThat(prediction.has("features")).isFalse();
    JsonNode first = prediction.at("/reasons/0");
    assertThat(first.get("feature").asString()).isEqualTo("days_since_last_order");
    assertThat(first.get("value").asDouble()).isEqualTo(110, within(0.01));
    assertThat(first.get("contribution").asDouble()).isPositive();
    assertThat(first.get("text").asString()).contains("of customers have; it raises the risk");
    JsonNode others = prediction.get("reasons");
    assertThat(prediction.get("base").asDouble()).isBetween(0.2, 0.8);
    // the model has three inputs, so that all of their contributions are told; it is not calibrated
    assertThat(prediction.get("uncalibratedScore").asDouble())
        .isEqualTo(
            prediction.get("base").asDouble()
                + others.valueStream().mapToDouble(r -> r.get("contribution").asDouble()).sum(),
            within(1e-8))
        .isEqualTo(prediction.get("churnProbability").asDouble(), within(1e-8));
    assertThat(others.valueStream().map(reason -> reason.has("value"))).containsOnly(true);
    assertThat(predict(customer).json().propertyNames())
        .doesNotContain("reasons", "contributionUnit", "base", "uncalibratedScore");

    JsonNode batch = post("/v1/predictions:batch", reasonsOf(50)).json();
    assertThat(batch.at("/predictions/49/reasons/0/contribution").asDouble())
        .isEqualTo(first.get("contribution").asDouble(), within(0.1));
    assertThat(post("/v1/predictions:batch", reasonsOf(51)).status()).isEqualTo(422);
  }

  private static String reasonsOf(int customers) {
    String one =
        """
        {"customerId": "x", "include": ["reasons"],
         "features": {"orders_30d": 0, "days_since_last_order": 110, "country": null}}
        """;
    return "{\"requests\": %s}".formatted(Collections.nCopies(customers, one));
  }

  @Test
  void ranksWhoStayedAwayAboveWhoJustOrdered() {
    JsonNode away = predict(customerWithOrders(110)).json();
    JsonNode recent = predict(customerWithOrders(1, 4)).json();
    assertThat(away.get("churnProbability").asDouble())
        .isGreaterThan(recent.get("churnProbability").asDouble());
    assertThat(away.get("decision").asString()).isEqualTo("CHURN");
    assertThat(away.get("riskBand").asString()).isIn("HIGH", "CRITICAL");
    assertThat(recent.get("decision").asString()).isEqualTo("STAY");
    assertThat(recent.get("riskBand").asString()).isIn("LOW", "MEDIUM");
  }

  @Test
  void scoresACustomerWhoseEventsRunAheadOfItsClock() {
    JsonNode prediction = predict(customerWithOrders(-1)).json();
    assertThat(prediction.get("status").asString()).isEqualTo("SCORED");
    assertThat(Instant.parse(prediction.get("featuresAsOf").asString()))
        .isAfter(Instant.parse(prediction.get("evaluatedAt").asString()));
  }

  @Test
  void givesTheSameScoreForTheSameValuesWhereverTheyComeFrom() {
    String customer = customerWithOrders(3, 10, 50);
    JsonNode own =
        post(
                "/v1/predictions",
                "{\"customerId\": \"%s\", \"include\": [\"features\"]}".formatted(customer))
            .json();
    JsonNode given =
        post(
                "/v1/predictions",
                "{\"customerId\": \"%s\", \"features\": %s}"
                    .formatted(customer, own.get("features")))
            .json();
    assertThat(given.get("churnProbability").asDouble())
        .isEqualTo(own.get("churnProbability").asDouble());
    assertThat(given.get("degraded")).isEmpty();
  }

  @Test
  void countsInputsThatAreNotGivenAsMissingAndSaysSo() {
    JsonNode prediction =
        post("/v1/predictions", "{\"customerId\": \"x\", \"features\": {\"orders_30d\": 0}}")
            .json();
    assertThat(strings(prediction.get("degraded")))
        .containsExactly("missing:days_since_last_order", "missing:country");
    JsonNode asNulls =
        post(
                "/v1/predictions",
                """
                {"customerId": "x", "features":
                  {"orders_30d": 0, "days_since_last_order": null, "country": null}}
                """)
            .json();
    assertThat(asNulls.get("churnProbability")).isEqualTo(prediction.get("churnProbability"));
  }

  @Test
  void refusesGivenFeaturesThatDoNotFit() {
    for (String features :
        List.of(
            "{\"orders_30\": 1}",
            "{\"orders_30d\": \"1\"}",
            "{\"orders_30d\": true}",
            "{\"orders_30d\": 1e999}",
            "{\"orders_30d\": %s}".formatted("9".repeat(400)),
            "{\"country\": 7}",
            "{\"country\": \"%s\"}".formatted("x".repeat(1_001)))) {
      Answer answer =
          post("/v1/predictions", "{\"customerId\": \"x\", \"features\": %s}".formatted(features));
      assertThat(answer.status()).as(features).isEqualTo(422);
      assertThat(answer.problem()).isEqualTo("invalid-features");
    }
  }

  @Test
  void refusesRequestsItCannotUnderstand() {
    assertThat(post("/v1/predictions", "{\"customerId\": \"\"}").status()).isEqualTo(422);
    assertThat(post("/v1/predictions", "{}").status()).isEqualTo(422);
    assertThat(post("/v1/predictions", "{\"customerId\": \"%s\"}".formatted("x".repeat(1_025))))
        .extracting(Answer::status)
        .isEqualTo(422);
    assertThat(post("/v1/predictions", "{\"customerId\": \"\\u0000\"}").status()).isEqualTo(422);
    assertThat(post("/v1/predictions:batch", "{\"customers\": [\"\\u0000\"]}").status())
        .isEqualTo(422);
    for (String body :
        List.of(
            "{",
            "[]",
            "{\"customerId\": \"x\", \"feature\": {}}",
            "{\"customerId\": \"x\", \"include\": [\"secrets\"]}",
            "{\"customerId\": \"x\", \"features\": {\"orders_30d\": NaN}}",
            "[".repeat(10_000))) {
      assertThat(post("/v1/predictions", body).status()).as(body).isEqualTo(400);
    }
  }

  @Test
  void readsNoBodyWithoutEnd() {
    String body = "{\"customerId\": \"x\", \"features\": {%s}}";

    assertThat(post("/v1/predictions", body.formatted(" ".repeat(1 << 20))).status())
        .isEqualTo(200);
    assertThat(post("/v1/predictions", body.formatted(" ".repeat(17 << 20))).status())
        .isEqualTo(400);
  }

  @Test
  void answersABatchInItsOrderLikeSingleRequests() {
    List<String> customers = new ArrayList<>();
    for (int days = 1; days < 100; days += 9) {
      customers.add(customerWithOrders(days));
    }
    answerFeatures(List.of(), "UNKNOWN_ENTITY", "null");
    customers.add(3, "C-unknown-" + UUID.randomUUID());
    JsonNode batch =
        post("/v1/predictions:batch", "{\"customers\": " + JSON.valueToTree(customers) + "}")
            .json();
    JsonNode predictions = batch.get("predictions");
    assertThat(predictions).hasSize(customers.size());
    for (int i = 0; i < customers.size(); i++) {
      JsonNode prediction = predictions.get(i);
      assertThat(prediction.get("customerId").asString()).isEqualTo(customers.get(i));
      if (i == 3) {
        assertThat(prediction.get("status").asString()).isEqualTo("UNKNOWN_CUSTOMER");
        assertThat(prediction.has("churnProbability")).isFalse();
      } else {
        assertThat(prediction.get("churnProbability").asDouble())
            .isEqualTo(predict(customers.get(i)).json().get("churnProbability").asDouble());
      }
    }
  }

  @Test
  void takesUpToFiveHundredCustomersAtOnce() {
    String known = customerWithOrders(5);
    // another test may just have taken Redis away
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(
                    post("/v1/predictions:batch", batchOf(500, known)).json().path("predictions"))
                .hasSize(500));
    for (String body :
        List.of(
            batchOf(501, known),
            "{\"customers\": []}",
            "{}",
            "{\"customers\": [\"x\"], \"requests\": [{\"customerId\": \"x\"}]}",
            "{\"customers\": [null]}",
            "{\"requests\": [null]}",
            "{\"requests\": [{\"customerId\": \"\"}]}")) {
      assertThat(post("/v1/predictions:batch", body).status()).isEqualTo(422);
    }
  }

  @Test
  void scoresCustomersAndGivenFeaturesInOneBatch() {
    String customer = customerWithOrders(5);
    JsonNode predictions =
        post(
                "/v1/predictions:batch",
                """
                {"requests": [
                  {"customerId": "g", "features":
                    {"orders_30d": 0, "days_since_last_order": 110, "country": "DE"}},
                  {"customerId": "%s"}]}
                """
                    .formatted(customer))
            .json()
            .get("predictions");
    assertThat(predictions.get(0).get("decision").asString()).isEqualTo("CHURN");
    assertThat(predictions.get(1).get("customerId").asString()).isEqualTo(customer);
    assertThat(predictions.get(1).get("decision").asString()).isEqualTo("STAY");
  }

  @Test
  void asksFeatureServiceForCustomersWithoutOnlineState() {
    String customer = "C-" + UUID.randomUUID();
    answerFeatures(List.of(customer), "PRESENT", "[3, 7, 41.25, \"DE\"]");
    JsonNode prediction =
        post(
                "/v1/predictions",
                "{\"customerId\": \"%s\", \"include\": [\"features\"]}".formatted(customer))
            .json();
    assertThat(strings(prediction.get("degraded"))).containsExactly("online-state-missing");
    assertThat(prediction.get("featuresAsOf").asString()).isEqualTo("2026-11-21T10:15:30Z");
    assertThat(prediction.at("/features/days_since_last_order").asDouble()).isEqualTo(41.25);
    assertThat(prediction.at("/features/orders_30d").asDouble()).isEqualTo(3);
    assertThat(prediction.at("/features/country").asString()).isEqualTo("DE");
  }

  @Test
  void asksFeatureServiceWhenTheOnlineStateIsCorrupt() {
    String customer = "C-" + UUID.randomUUID();
    byte[] state = state(customer, 3);
    state[state.length / 2] ^= 1;
    write(customer, state);
    answerFeatures(List.of(customer), "PRESENT", "[3, 7, 41.25, \"DE\"]");
    assertThat(strings(predict(customer).json().get("degraded")))
        .containsExactly("online-state-corrupt");
  }

  @Test
  void neverMakesUpAScoreForAnUnknownCustomer() {
    String customer = "C-" + UUID.randomUUID();
    answerFeatures(List.of(customer), "UNKNOWN_ENTITY", "null");
    Answer answer = predict(customer);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("unknown-customer");
  }

  @Test
  void scoresWithoutRedisAndSaysSo() {
    Optional<LocalPlatform> local = TestServers.shared().local();
    assumeThat(local).isPresent();
    String customer = customerWithOrders(3);
    answerFeatures(List.of(customer), "PRESENT", "[3, 7, 41.25, \"DE\"]");
    local.get().redis().stop();
    try {
      JsonNode prediction = predict(customer).json();
      assertThat(strings(prediction.get("degraded"))).containsExactly("online-store-unavailable");
      FEATURES.forget(FEATURES_GET);
      Answer neither = predict(customer);
      assertThat(neither.status()).isEqualTo(503);
      assertThat(neither.problem()).isEqualTo("features-unavailable");
      assertThat(neither.response().headers().firstValue("Retry-After")).isPresent();
      assertThat(post("/v1/predictions:batch", batchOf(2, customer)).status()).isEqualTo(503);
    } finally {
      local.get().redis().start();
    }
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> {
          Answer answer = predict(customer);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.json().path("degraded").isEmpty()).isTrue();
        });
  }

  @Test
  void saysSoWhileTheModelsViewIsStale() {
    String customer = customerWithOrders(3);
    assertThat(strings(predict(customer).json().get("degraded"))).isEmpty();
    answerFreshness("STALE");
    try {
      awaitDegraded(customer, "features-stale");
    } finally {
      answerFreshness("FRESH");
    }
    awaitDegraded(customer);
  }

  @Test
  void readsNoStatesOfAViewThatIsNotReady() {
    String customer = customerWithOrders(3);
    assertThat(strings(predict(customer).json().get("degraded"))).isEmpty();
    answerFeatures(List.of(customer), "PRESENT", "[3, 7, 41.25, \"DE\"]");
    answerFreshness("NOT_READY");
    try {
      awaitDegraded(customer, "online-state-not-ready");
    } finally {
      answerFreshness("FRESH");
    }
    awaitDegraded(customer);
  }

  private void awaitDegraded(String customer, String... reasons) {
    org.awaitility.Awaitility.await()
        .atMost(SOON)
        .until(() -> strings(predict(customer).json().get("degraded")), List.of(reasons)::equals);
  }

  @Test
  void needsAKeyThatAllowsScores() {
    String body = "{\"customerId\": \"x\"}";
    assertThat(post("/v1/predictions", body, "wrong").status()).isEqualTo(401);
    assertThat(post("/v1/predictions", body, TestServers.keyFor("features:read")).status())
        .isEqualTo(403);
    assertThat(
            post(
                    "/v1/predictions",
                    "{\"customerId\": \"x\", \"features\": {}}",
                    TestServers.keyFor("scores:read"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void describesItsApiAndCountsItsScores() {
    predict(customerWithOrders(3));
    JsonNode paths = get("/v3/api-docs").json().get("paths");
    assertThat(paths.propertyNames())
        .contains("/v1/predictions", "/v1/predictions:batch", "/v1/serving-model");
    String metrics = get("/actuator/prometheus").response().body();
    assertThat(metrics)
        .contains(
            "churnops_scores_total{",
            "churnops_score_duration_seconds_bucket{",
            "churnops_serving_model_version{",
            "churnops_predictionlog_dropped_total{");
  }

  private static void answerFeatures(List<String> customers, String status, String values) {
    FEATURES.answer(
        FEATURES_GET,
        200,
        "application/json",
        question -> {
          JsonNode asked = JSON.readTree(question);
          String answers =
              IntStream.range(0, asked.get("customers").size())
                  .mapToObj(i -> asked.get("customers").get(i).asString())
                  .filter(customer -> customers.isEmpty() || customers.contains(customer))
                  .map(customer ->
                      """
                      {"customerId": "%s", "status": "%s", "values": %s, "appliedOffsets": {},
                       "degraded": []}
                      """
                          .formatted(customer, status, values))
                  .collect(Collectors.joining(","));
          return """
          {"view": "shop", "fingerprint": "%s", "evaluatedAt": "2026-11-21T10:15:30Z",
           "columns":
             ["orders_30d", "orders_lifetime", "days_since_last_order", "country"],
           "customers": [%s]}
          """
              .formatted(TestModels.view().fingerprint(), answers)
              .getBytes(StandardCharsets.UTF_8);
        });
  }

  private static String batchOf(int size, String customer) {
    return "{\"customers\": "
        + JSON.valueToTree(IntStream.range(0, size).mapToObj(_ -> customer).toList())
        + "}";
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
