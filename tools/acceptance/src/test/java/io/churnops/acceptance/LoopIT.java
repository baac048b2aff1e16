package io.churnops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.acceptance.Doors.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The whole loop through the public doors: a small shop plays, a model is trained and serves, what
 * it says is watched, parts are killed, a customer is erased, and the suite goes down and up again.
 * Each step stands on the ones before it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoopIT {

  private static final int CUSTOMERS = 250;
  private static final Duration PATIENCE = ShopLoop.PATIENCE;

  /** Told of sources, servers of others and errors, once there are any: not here. */
  private static final Pattern OF_OTHERS =
      Pattern.compile("churnops_(sources|mlflow_export)_|SERVER_ERROR");

  private static final Map<String, Object> HAS_TEXT =
      Map.of("name", "has_text", "field", "text", "required", true, "action", "warn");
  private static final Map<String, Object> ALIVE =
      Map.of("name", "alive", "freshness", Map.of("within", "7d"));

  private static LocalSuite suite;
  private static Doors doors;
  private static ShopLoop loop;
  private static SmallShop shop;

  /** Also when the test runs past midnight. */
  private static java.time.LocalDate today;

  @BeforeAll
  static void start(@TempDir Path home) {
    suite = new LocalSuite(home.resolve("suite"));
    doors = new Doors(suite);
    loop = new ShopLoop(doors);
    today = SmallShop.today();
    shop = new SmallShop(CUSTOMERS, today);
    suite.up();
  }

  @AfterAll
  static void stop() {
    suite.down();
  }

  @Test
  @Order(1)
  void everyPartIsUp() {
    JsonNode parts = suite.status().path("parts");
    assertThat(parts.size()).isEqualTo(8);
    for (JsonNode part : parts) {
      assertThat(part.path("status").asString()).as("%s", part).isEqualTo("UP");
    }
  }

  @Test
  @Order(2)
  void strangersSeeTheProbesOnly() {
    for (String service : Repository.PORTS.keySet()) {
      assertThat(doors.getAs(null, service, "/readyz").status()).isEqualTo(200);
      assertThat(doors.getAs(null, service, "/livez").status()).isEqualTo(200);
      assertThat(doors.getAs(null, service, "/v3/api-docs").status()).isEqualTo(401);
      assertThat(doors.getAs(null, service, "/actuator/prometheus").status()).isEqualTo(401);
      assertThat(doors.getAs("prometheus", service, "/actuator/prometheus").status())
          .isEqualTo(200);
      assertThat(doors.getAs("prometheus", service, "/v3/api-docs").status()).isEqualTo(200);
    }
    assertThat(doors.getAs("prometheus", "serving", "/v1/serving-model").status()).isEqualTo(403);
  }

  @Test
  @Order(2)
  void everyOperationAsksForAKeyWithItsScopeBeforeAnythingElse() {
    for (String service : Repository.PORTS.keySet()) {
      assertThat(doors.askEverything(null, service))
          .isNotEmpty()
          .allSatisfy((operation, answer) -> {
            assertThat(answer.status()).as(operation).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("unauthorized");
          });
      assertThat(doors.askEverything("prometheus", service))
          .allSatisfy((operation, answer) -> {
            assertThat(answer.status()).as(operation).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("forbidden");
          });
    }
  }

  @Test
  @Order(3)
  void definitionsAreAccepted() {
    assertThat(loop.define("/v1/feature-views", "shop-view.yaml").status()).isEqualTo(201);
    assertThat(loop.define("/v1/feature-views", "shop-view.yaml").status()).isEqualTo(200);
    assertThat(loop.define("/v1/labels", "shop-label.yaml").status()).isEqualTo(201);
    assertThat(
            doors
                .put(
                    "ingestion",
                    "/v1/event-types/ticket.opened/quality-rules",
                    Map.of("rules", List.of(HAS_TEXT, ALIVE)))
                .status())
        .isEqualTo(201);
    assertThat(
            doors
                .put("ingestion", "/v1/change-mappings/shop", "application/yaml", changeMapping())
                .status())
        .isEqualTo(200);
    assertThat(doors.get("ingestion", "/v1/change-mappings/shop/dead-letters").status())
        .isEqualTo(200);
  }

  @Test
  @Order(4)
  void scoresNobodyBeforeThereIsAModel() {
    Answer answer = doors.post("serving", "/v1/predictions", Map.of("customerId", "anybody"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("no-model");
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  @Order(5)
  void everyAcknowledgedEventIsCountedOnce() {
    for (int batch = 0; batch < shop.batches(); batch++) {
      assertThat(shop.send(doors, batch).status()).isEqualTo(202);
      if (batch % 10 == 0) {
        assertThat(shop.send(doors, batch).status()).as("the same batch again").isEqualTo(202);
      }
    }
    assertCountedOnce();
  }

  @Test
  @Order(6)
  @Tag("faults")
  void killedPartsLoseAndRepeatNothing() throws Exception {
    suite.kill("redis");
    suite.kill("postgres");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          assertThat(suite.part("redis").path("status").asString()).isEqualTo("CRASHED");
          assertThat(suite.part("postgres").path("status").asString()).isEqualTo("CRASHED");
        });
    resendSome();
    suite.kill("kafka"); // In one JVM the broker and the five services die with it.
    suite.up();
    resendSome();
    assertCountedOnce();
  }

  @Test
  @Order(7)
  void badInputIsRefusedWithItsReason() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put(event("b-1", "nobody.knows", "C-b", now(), "{}"), "unknown_type");
    codes.put(event("b-2", "order.placed", "C-b", now(), "{}"), "schema_violation");
    codes.put(event("b-3", "session.started", "", now(), "{}"), "missing_subject");
    codes.put(
        event("b-4", "session.started", "C-b", "2999-01-01T00:00:00Z", "{}"), "time_in_future");
    codes.put(event("b-5", "session.started", "C-b", "1970-01-01T00:00:00Z", "{}"), "time_too_old");
    codes.put(event("b-6", "session.started", "C-b", "yesterday", "{}"), "invalid_time");
    codes.forEach((event, code) -> {
      Answer answer = postEvents("[" + event + "]");
      assertThat(answer.status()).as(event).isEqualTo(422);
      assertThat(answer.body().path("items").get(0).path("code").asString())
          .as(event)
          .isEqualTo(code);
    });
    String good = event("b-7", "session.started", "C-good", now(), "{}");
    Answer mixed =
        postEvents("[" + good + "," + good + "," + codes.keySet().iterator().next() + "]");
    assertThat(mixed.status()).isEqualTo(202);
    assertThat(mixed.body().path("accepted").asInt()).isEqualTo(1);
    assertThat(mixed.body().path("duplicates").asInt()).isEqualTo(1);
    assertThat(mixed.body().path("rejected").asInt()).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> doors.eventsOf("C-good") == 1);
    assertThat(doors.eventsOf("C-b")).isZero();
  }

  @Test
  @Order(8)
  void whatIsTooMuchIsRefusedWhole() {
    String small = event("m", "session.started", "C-m", now(), "{}");
    String tooMany =
        java.util.stream.IntStream.range(0, 2501)
            .mapToObj(i -> small.replace("\"m\"", "\"m-" + i + "\""))
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(postEvents(tooMany).status()).isEqualTo(413);
    assertThat(postEvents("[" + " ".repeat(10 << 20) + "]").status()).isEqualTo(413);
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    assertThat(postEvents(deep).status()).isBetween(400, 422);
    assertThat(
            postEvents(
                    "[" + event("d", "session.started", "C-m", now(), "{\"x\":" + deep + "}") + "]")
                .status())
        .isBetween(400, 422);
    assertThat(postEvents("{").status()).isEqualTo(400);
    assertThat(doors.eventsOf("C-m")).isZero();
  }

  @Test
  @Order(9)
  void aModelIsTrainedAndServes() {
    JsonNode dataset =
        loop.dataset(
            Map.of("from", startOf(shopDay(-210)), "to", startOf(shopDay(-30)), "every", "15d"));
    assertThat(dataset.path("manifest").path("rows").asInt()).isGreaterThan(500);
    int version = loop.champion(dataset);
    assertThat(version).isPositive();
  }

  @Test
  @Order(10)
  void theModelIsTheSameWhenItIsMadeAgain() {
    String customer = shop.acknowledged().keySet().iterator().next();
    String late =
        event(
            "late-1",
            "order.placed",
            customer + "-late",
            startOf(shopDay(-100)),
            "{\"orderId\": \"late-1\", \"amountMinor\": 500, \"currency\": \"EUR\"}");
    assertThat(postEvents("[" + late + "]").status()).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> doors.eventsOf(customer + "-late") == 1);
    Answer asked =
        doors.post("training", "/v1/models/churn/versions/1:reproduce", Map.<String, Object>of());
    assertThat(asked.status()).as(asked.text()).isEqualTo(202);
    String path = "/v1/reproductions/" + asked.body().path("reproductionId").asString();
    await().atMost(PATIENCE).until(() -> doors.get("training", path).body().has("finishedAt"));
    JsonNode made = doors.get("training", path).body();
    assertThat(made.path("verdict").asString()).as("%s", made).isEqualTo("REPRODUCED");
  }

  @Test
  @Order(11)
  void hopelessTrainingSetsAreRefusedWithAReason() {
    JsonNode immature = loop.dataset(Map.of("at", List.of(now())));
    Answer run =
        doors.post(
            "training",
            "/v1/training-runs",
            Map.of(
                "model",
                "churn",
                "datasetId",
                immature.path("datasetId").asString(),
                "promote",
                "always"));
    String runPath = "/v1/training-runs/" + run.body().path("runId").asString();
    await()
        .atMost(PATIENCE)
        .until(
            () -> doors.get("training", runPath).body().path("status").asString().equals("FAILED"));
    assertThat(doors.get("training", runPath).body().path("error").toString()).contains("label");
  }

  @Test
  @Order(12)
  void theVectorAtScoringIsTheTrainingRow() {
    List<String> customers = shop.customers().subList(0, 40);
    Map<String, JsonNode> scored = new HashMap<>();
    for (String customer : customers) {
      Map<String, Object> question = Map.of("customerId", customer, "include", List.of("features"));
      // A busy machine may keep a state for longer than a prediction waits for it.
      Answer answer =
          await("a score of " + customer + " from its online state")
              .atMost(PATIENCE)
              .until(
                  () -> doors.post("serving", "/v1/predictions", question),
                  given -> given.status() == 200 && given.body().path("degraded").isEmpty());
      scored.put(customer, answer.body());
    }
    int compared = 0;
    for (Map.Entry<String, JsonNode> score : scored.entrySet()) {
      if (compared == 5) {
        break;
      }
      String cutoff = score.getValue().path("featuresAsOf").asString();
      List<String> rows = rows(loop.dataset(Map.of("at", List.of(cutoff))));
      List<String> header = List.of(rows.getFirst().split(",", -1));
      for (String row : rows) {
        if (row.startsWith(score.getKey() + ",")) {
          List<String> values = List.of(row.split(",", -1));
          JsonNode features = score.getValue().path("features");
          for (int i = 3; i < header.size(); i++) {
            assertThat(text(features.path(header.get(i))))
                .as("%s of %s at %s", header.get(i), score.getKey(), cutoff)
                .isEqualTo(values.get(i));
          }
          compared++;
        }
      }
    }
    assertThat(compared).as("customers that are eligible now").isEqualTo(5);
  }

  @Test
  @Order(13)
  void aPredictionNamesItsModelAndReachesMonitoring() {
    Answer answer =
        doors.post("serving", "/v1/predictions:batch", Map.of("customers", shop.customers()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode predictions = answer.body().path("predictions");
    assertThat(predictions.size()).isEqualTo(shop.customers().size());
    JsonNode prediction = predictions.get(0);
    assertThat(prediction.path("churnProbability").asDouble()).isBetween(0.0, 1.0);
    Answer version =
        doors.get(
            "training",
            "/v1/models/%s/versions/%d"
                .formatted(
                    prediction.path("modelName").asString(),
                    prediction.path("modelVersion").asInt()));
    assertThat(version.status()).isEqualTo(200);
    String logged = "/v1/predictions/" + prediction.path("predictionId").asString();
    await()
        .atMost(PATIENCE)
        .until(() -> doors.getAs("admin", "monitoring", logged).status() == 200);
    assertThat(doors.get("monitoring", logged).body().path("customerId"))
        .isEqualTo(prediction.path("customerId"));
    await()
        .atMost(PATIENCE)
        .until(() ->
            doors
                    .get("monitoring", "/v1/drift?model=churn")
                    .body()
                    .path("score")
                    .path("windowRows")
                    .asInt()
                >= predictions.size());
  }

  @Test
  @Order(14)
  void anUnknownCustomerIsNotScored() {
    Answer answer =
        await("feature-service answers in time")
            .atMost(PATIENCE)
            .until(
                () -> doors.post("serving", "/v1/predictions", Map.of("customerId", "C-nobody")),
                given -> given.status() != 503);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("unknown-customer");
    JsonNode inBatch =
        doors
            .post("serving", "/v1/predictions:batch", Map.of("customers", List.of("C-nobody")))
            .body()
            .path("predictions")
            .get(0);
    assertThat(inBatch.path("status").asString()).isEqualTo("UNKNOWN_CUSTOMER");
    assertThat(inBatch.path("churnProbability").isNumber()).isFalse();
  }

  @Test
  @Order(15)
  void anErasedCustomerLeavesNothingButWhatTheReportSays() throws Exception {
    new ErasedCustomer(suite).leavesNothingButWhatTheReportSays();
  }

  @Test
  @Order(16)
  void downAndUpKeepEverything() {
    String customer = shop.customers().getFirst();
    Answer before = score(customer);
    int version = before.body().path("modelVersion").asInt();
    suite.down();
    suite.up();
    await()
        .atMost(PATIENCE)
        .until(() ->
            doors
                    .getAs("admin", "serving", "/v1/serving-model")
                    .body()
                    .path("loaded")
                    .path("modelVersion")
                    .asInt()
                == version);
    Answer after = score(customer);
    assertThat(after.body().path("modelVersion").asInt()).isEqualTo(version);
    assertThat(after.body().path("features").path("orders_lifetime"))
        .isEqualTo(before.body().path("features").path("orders_lifetime"));
    assertThat(
            doors
                .getAs(
                    "admin",
                    "monitoring",
                    "/v1/predictions/" + before.body().path("predictionId").asString())
                .status())
        .isEqualTo(200);
    assertCountedOnce();
  }

  /** An alert on a metric that nobody tells, or on a label it has not, never rings. */
  @Test
  @Order(17)
  void everyMetricOfAlertsAndDashboardsIsTold() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          Scrape scrape =
              new Scrape(
                  Repository.PORTS.keySet().stream()
                      .map(service -> doors.text(service, "/actuator/prometheus"))
                      .collect(Collectors.joining("\n")));
          assertThat(scrape.missing("sum(churnops_nobody_total) by (nothing)")).hasSize(2);
          Alerts.expressions()
              .forEach((place, expression) -> {
                if (!OF_OTHERS.matcher(expression).find()) {
                  assertThat(scrape.missing(expression)).as(place).isEmpty();
                }
              });
        });
  }

  private static void resendSome() {
    for (int batch = 0; batch < shop.batches(); batch += 7) {
      shop.send(doors, batch);
    }
  }

  /** The log holds what the ledger says, neither more nor less, for every customer. */
  private static void assertCountedOnce() {
    assertThat(shop.acknowledgedEvents()).isGreaterThan(CUSTOMERS * 10);
    shop.acknowledged()
        .forEach((customer, events) -> {
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(200))
              .pollDelay(Duration.ZERO)
              .until(() -> doors.eventsOf(customer) >= events.size());
          assertThat(doors.eventsOf(customer)).as(customer).isEqualTo(events.size());
        });
  }

  private static Answer score(String customer) {
    return doors.post(
        "serving",
        "/v1/predictions",
        Map.of("customerId", customer, "include", List.of("features", "reasons")));
  }

  private static List<String> rows(JsonNode dataset) {
    return new ArrayList<>(
        doors
            .text(
                "feature",
                "/v1/training-datasets/" + dataset.path("datasetId").asString() + "/rows")
            .lines()
            .toList());
  }

  /** A feature of a prediction as the training set writes it. */
  private static String text(JsonNode value) {
    return value.isNumber()
        ? Double.toString(value.asDouble())
        : value.isString() ? value.asString() : "";
  }

  private static byte[] changeMapping() {
    return """
    changes: shop
    source: /cdc/shop
    topics: [cdc.shop.orders]
    tables:
      public.orders:
        columns: {id: {as: text}, customer_id: {as: text}}
        rows: [{count: removed, on: [delete], emit: [cancelled]}]
        events:
          cancelled:
            type: order.cancelled
            customer: customer_id
            time: _changed_at
            data: {orderId: {column: id}}
    """
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Answer postEvents(String json) {
    return doors.post(
        "ingestion",
        "/v1/events",
        "application/cloudevents-batch+json",
        json.getBytes(StandardCharsets.UTF_8));
  }

  private static String event(String id, String type, String subject, String time, String data) {
    return """
    {"specversion":"1.0","id":"%s","source":"/acceptance","type":"%s","subject":"%s","time":"%s","data":%s}\
    """
        .formatted(id, type, subject, time, data);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
  }

  private static java.time.LocalDate shopDay(int days) {
    return today.plusDays(days);
  }

  private static String startOf(java.time.LocalDate day) {
    return day + "T00:00:00Z";
  }
}
