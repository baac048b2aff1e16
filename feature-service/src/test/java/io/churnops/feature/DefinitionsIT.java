package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.churnops.contract.Topics;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.platform.test.TestServers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Definitions are found, planned, superseded, retired and brought back. */
@FeatureServiceTest
class DefinitionsIT {

  private final Store store;
  private final Peers peers;

  /** In the names of this test's definitions, so that it finds no others. */
  private final String mine = "t" + UUID.randomUUID().toString().substring(0, 8);

  DefinitionsIT(@Autowired Store store, @Autowired Peers peers) {
    this.store = store;
    this.peers = peers;
  }

  private String view(String name, String owner, String tag, String features) {
    return """
    view: %s_%s
    entity: customer
    description: What they buy at %s
    owner: %s
    tags: [%s, %s]
    features: [%s]
    """
        .formatted(name, mine, mine, owner, tag, mine, features);
  }

  private static final String ORDERS =
      "{name: orders, event: order.placed, aggregate: count, windows: [7d, 30d]}";
  private static final String EMAILS = "{name: emails, event: email.sent, aggregate: count}";

  @Test
  void findsViewsByWhatIsSaidOfThemAndWhatTheyAreMadeOf() {
    store.postYaml("/v1/feature-views", view("a", "crm", "gold", ORDERS));
    store.postYaml("/v1/feature-views", view("b", "ops", "gold", EMAILS));
    store.postYaml("/v1/feature-views", view("c", "ops", "lead", ORDERS + ", " + EMAILS));

    assertThat(names("/v1/feature-views?query=BUY%20" + mine)).containsExactly("a", "b", "c");
    assertThat(names("/v1/feature-views?owner=ops&query=" + mine)).containsExactly("b", "c");
    assertThat(names("/v1/feature-views?tag=gold&query=" + mine)).containsExactly("a", "b");
    assertThat(names("/v1/feature-views?query=email.sent%20" + mine)).containsExactly("b", "c");
    assertThat(names("/v1/feature-views?query=orders_30d%20" + mine)).containsExactly("a", "c");
    assertThat(names("/v1/feature-views?query=nowhere%20" + mine)).isEmpty();
  }

  @Test
  void findsSingleFeaturesWithTheirOrigin() {
    store.postYaml(
        "/v1/feature-views",
        view("a", "crm", "gold", ORDERS + ", " + EMAILS)
            + "derived: [{name: trend, expression: \"orders_7d - orders_30d / 4\"}]\n");

    JsonNode found = store.json(store.get("/v1/features?query=trend%20" + mine)).path("items");

    assertThat(found).hasSize(1);
    JsonNode trend = found.path(0);
    assertThat(trend.path("name").stringValue()).isEqualTo("trend");
    assertThat(trend.path("type").stringValue()).isEqualTo("NUMBER");
    assertThat(texts(trend.path("sources"))).containsExactly("order.placed");
    assertThat(texts(trend.path("columns"))).containsExactly("orders_7d", "orders_30d");
    assertThat(trend.path("transformation").stringValue()).isEqualTo("orders_7d - orders_30d / 4");
    assertThat(trend.path("owner").stringValue()).isEqualTo("crm");
    JsonNode orders = store.json(store.get("/v1/features?query=7d%20count%20" + mine));
    assertThat(orders.path("items").path(0).path("transformation").stringValue())
        .isEqualTo("count over 7d");
  }

  @Test
  void listsPageByPageWithoutGapOrRepetition() {
    for (String name : List.of("a", "b", "c")) {
      store.postYaml("/v1/feature-views", view(name, "crm", "gold", ORDERS + ", " + EMAILS));
    }

    assertThat(pages("/v1/feature-views?limit=2&tag=" + mine, "name"))
        .containsExactly("a_" + mine, "b_" + mine, "c_" + mine);
    assertThat(pages("/v1/features?limit=2&tag=" + mine, "name"))
        .containsExactly(
            "orders_7d",
            "orders_30d",
            "emails",
            "orders_7d",
            "orders_30d",
            "emails",
            "orders_7d",
            "orders_30d",
            "emails");
    assertProblem(store.get("/v1/feature-views?limit=0"), 422, "invalid-request");
    assertProblem(store.get("/v1/features?query=a%00b"), 422, "invalid-request");
  }

  private List<String> pages(String path, String member) {
    List<String> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = store.json(store.get(path + cursor));
      assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
      page.path("items").forEach(item -> all.add(item.path(member).stringValue()));
      cursor = page.path("nextCursor").stringValueOpt().map(next -> "&cursor=" + next).orElse("");
    } while (!cursor.isEmpty());
    return all;
  }

  @Test
  void keepsWhatASupersededNameMeant() {
    String first = register(view("a", "crm", "gold", ORDERS));
    String second = register(view("a", "crm", "gold", EMAILS));

    JsonNode versions = store.json(store.get("/v1/feature-views/a_" + mine + "/versions"));

    assertThat(versions.path("items"))
        .extracting(version -> version.path("fingerprint").stringValue())
        .containsExactly(second, first);
    assertThat(versions.path("items"))
        .extracting(version -> version.path("latest").booleanValue())
        .containsExactly(true, false);
    assertThat(store.json(store.get("/v1/feature-views/" + first)).path("latest").booleanValue())
        .isFalse();
  }

  @Test
  void plansWhatItThenDoes() {
    register(view("same", "crm", "gold", ORDERS));
    register(view("said", "crm", "gold", ORDERS));
    String old = register(view("other", "crm", "gold", ORDERS));
    List<Map<String, String>> files =
        List.of(
            file("same.yaml", view("same", "crm", "gold", ORDERS)),
            file("said.yaml", view("said", "ops", "gold", ORDERS)),
            file(
                "two.yaml",
                "# Two at once.\n---\n"
                    + view("other", "crm", "gold", EMAILS + ", " + ORDERS.replace("30d", "60d"))
                    + "---\n"
                    + Shop.LABEL.formatted("label_" + mine)));

    JsonNode plan =
        store.json(
            store.post(
                "/v1/definitions:plan", Map.of("definitions", files, "retireSuperseded", true)));

    assertThat(plan.path("steps"))
        .extracting(step -> step.path("action").stringValue())
        .containsExactly("UNCHANGED", "DOCUMENTED", "SUPERSEDES", "RETIRED", "NEW");
    assertThat(plan.path("changes").booleanValue()).isTrue();
    assertThat(plan.path("steps").path(1).path("differences"))
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.path("path").stringValue()).isEqualTo("owner");
          assertThat(difference.path("after").stringValue()).isEqualTo("ops");
        });
    assertThat(plan.path("steps").path(2).path("differences"))
        .extracting(difference -> difference.path("path").stringValue())
        .containsExactly("features.emails", "features.orders.windows");
    assertThat(plan.path("steps").path(3).path("fingerprint").stringValue()).isEqualTo(old);
    assertThat(store.get("/v1/labels/label_" + mine).statusCode()).isEqualTo(404);

    String planId = plan.path("planId").stringValue();
    Map<String, Object> request =
        Map.of("definitions", files, "retireSuperseded", true, "planId", planId);
    JsonNode applied = store.json(store.post("/v1/definitions:apply", request));

    assertThat(applied).isEqualTo(plan);
    assertThat(store.get("/v1/labels/label_" + mine).statusCode()).isEqualTo(200);
    assertThat(status(old)).isEqualTo("RETIRED");
    JsonNode again =
        store.json(
            store.post(
                "/v1/definitions:plan", Map.of("definitions", files, "retireSuperseded", true)));
    assertThat(again.path("changes").booleanValue()).isFalse();
    assertProblem(store.post("/v1/definitions:apply", request), 409, "plan-outdated");
  }

  @Test
  void warnsOfEventTypesThatNobodyRegistered() {
    String types = "{\"items\": [{\"type\": \"loyalty.%s\"}], \"nextCursor\": null}";
    peers.eventTypes(200, types.formatted("joined"));
    String typo = view("typo", "crm", "gold", ORDERS.replace("order.placed", "order.place"));
    String label =
        Shop.LABEL.formatted("typo_" + mine).replace("order.placed", "loyalty.left_" + mine);
    List<Map<String, String>> files =
        List.of(
            file("typo.yaml", typo),
            file("label.yaml", label),
            file(
                "own.yaml",
                view("own", "crm", "gold", EMAILS.replace("email.sent", "loyalty.joined"))));

    JsonNode plan = store.json(store.post("/v1/definitions:plan", Map.of("definitions", files)));

    assertThat(plan.path("warnings"))
        .extracting(
            warning -> warning.path("kind").stringValue(),
            warning -> warning.path("name").stringValue(),
            warning -> warning.path("code").stringValue(),
            warning -> warning.path("eventType").stringValue())
        .containsExactly(
            tuple("VIEW", "typo_" + mine, "EVENT_TYPE_NOT_REGISTERED", "order.place"),
            tuple("LABEL", "typo_" + mine, "EVENT_TYPE_NOT_REGISTERED", "loyalty.left_" + mine));
    assertThat(plan.path("warnings").path(0).path("message").stringValue())
        .contains("Is order.placed meant?", "POST /v1/event-types");

    // Registered in between, which is no reason to plan again.
    peers.eventTypes(200, types.formatted("left_" + mine));
    JsonNode applied =
        store.json(
            store.post(
                "/v1/definitions:apply",
                Map.of("definitions", files, "planId", plan.path("planId").stringValue())));
    assertThat(applied.path("steps")).isEqualTo(plan.path("steps"));
    assertThat(applied.path("warnings"))
        .extracting(warning -> warning.path("eventType").stringValue())
        .containsExactly("order.place", "loyalty.joined");
    assertThat(store.json(store.postYaml("/v1/feature-views", typo)).path("warnings")).hasSize(1);
    assertThat(store.json(store.postYaml("/v1/labels", label)).path("warnings")).isEmpty();

    peers.eventTypes(503, "{}");
    assertThat(
            store
                .json(store.postYaml("/v1/feature-views", typo))
                .path("warnings")
                .path(0)
                .path("code")
                .stringValue())
        .isEqualTo("EVENT_TYPE_NOT_CHECKED");
    assertThat(
            store
                .json(
                    store.postYaml(
                        "/v1/feature-views",
                        view("built_in", "crm", "gold", ORDERS + ", " + EMAILS)))
                .path("warnings"))
        .as("built-in types are known without asking")
        .isEmpty();
  }

  @Test
  void appliesAllOrNothing() {
    List<Map<String, String>> files =
        List.of(
            file("good.yaml", view("good", "crm", "gold", ORDERS)),
            file("bad.yaml", view("bad", "crm", "gold", "{name: orders}")),
            file("twice.yaml", view("good", "crm", "gold", EMAILS)));

    HttpResponse<String> refused =
        store.post("/v1/definitions:apply", Map.of("definitions", files));

    assertProblem(refused, 422, "invalid-definition");
    assertThat(store.json(refused).path("errors"))
        .extracting(error -> error.path("file").stringValue())
        .contains("bad.yaml", "twice.yaml")
        .doesNotContain("good.yaml");
    assertThat(store.get("/v1/feature-views/good_" + mine).statusCode()).isEqualTo(404);
    assertProblem(
        store.post("/v1/definitions:plan", Map.of("definitions", List.of())),
        422,
        "invalid-request");
    String reader = TestServers.keyFor("features:read");
    assertProblem(
        store.post(
            "/v1/definitions:apply",
            "application/json",
            "{\"definitions\": [{\"file\": \"a\", \"text\": \"view: a\"}]}",
            reader),
        403,
        "forbidden");
  }

  @Test
  void retiresAViewAndBringsItBackWhole() {
    Shop shop = new Shop(3, 30, Instant.now());
    List<CustomerEvent> events = shop.events(300);
    var equality = new Equality(store, "retired_" + mine);
    String fingerprint = equality.view().definition().fingerprint();
    store.sendEvents(events.subList(0, 100));
    store.awaitFolded();
    awaitStatus(fingerprint, "READY");
    String customer = events.getFirst().customerId();
    assertThat(store.state(customer, fingerprint)).isPresent();

    JsonNode retired =
        store.json(store.post("/v1/feature-views/" + fingerprint + ":retire", Map.of()));
    assertThat(retired.path("status").stringValue()).isEqualTo("RETIRED");
    Awaitility.await("its states are removed")
        .atMost(Store.PATIENCE)
        .until(() ->
            shop.customers().stream().noneMatch(one -> store.state(one, fingerprint).isPresent()));
    assertProblem(
        store.post("/v1/features:get", Map.of("view", fingerprint, "customers", shop.customers())),
        410,
        "view-retired");
    assertThat(
            store
                .json(store.get("/v1/feature-views/" + fingerprint + "/freshness"))
                .path("status")
                .stringValue())
        .isEqualTo("NOT_READY");
    assertProblem(store.post("/v1/rebuilds", Map.of("view", fingerprint)), 409, "view-retired");
    store.sendEvents(events.subList(100, 200));
    store.awaitFolded();
    assertThat(store.state(customer, fingerprint)).isEmpty();

    // What a writer that was late would have left behind: nobody must ever read it.
    store.putState(customer, fingerprint, equality.view().encode(equality.view().emptyState()));
    var back = new Equality(store, "retired_" + mine);
    back.assertOnline(shop, events.subList(0, 200), null);
    store.sendEvents(events.subList(200, 300));
    store.awaitFolded();
    awaitStatus(fingerprint, "READY");

    back.assertOnline(shop, events, null);
  }

  @Test
  void keepsAViewThatAModelInServiceReads() {
    String pinned = register(view("pinned", "crm", "gold", ORDERS));
    announce("champion", 1, null, pinned);
    awaitUses(pinned, 1);

    HttpResponse<String> refused = store.post("/v1/feature-views/" + pinned + ":retire", Map.of());
    assertProblem(refused, 409, "view-in-use");
    assertThat(store.json(refused).path("inUse").path(0).path("model").stringValue())
        .isEqualTo("model_" + mine);
    JsonNode plan =
        store.json(
            store.post(
                "/v1/definitions:plan",
                Map.of(
                    "definitions",
                    List.of(file("a.yaml", view("pinned", "crm", "gold", EMAILS))),
                    "retireSuperseded",
                    true)));
    assertThat(plan.path("steps"))
        .extracting(step -> step.path("action").stringValue())
        .containsExactly("SUPERSEDES", "KEPT_IN_USE");
    assertThat(plan.path("steps").path(0).path("inUse").path(0).path("aliases"))
        .extracting(JsonNode::stringValue)
        .containsExactly("champion");

    String other = register(view("pinned", "crm", "gold", EMAILS));
    announce("champion", 2, 1, other);
    awaitUses(other, 1);
    assertThat(store.post("/v1/feature-views/" + pinned + ":retire", Map.of()).statusCode())
        .as("the version to roll back to")
        .isEqualTo(409);
    announce("champion", 3, 2, other);
    awaitUses(pinned, 0);
    assertThat(store.post("/v1/feature-views/" + pinned + ":retire", Map.of()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void letsGoOfTheViewOfAnAliasThatWasRemovedUnlessItWasTheChampions() {
    String pinned = register(view("left", "crm", "gold", ORDERS));
    announce("shadow", 1, null, pinned);
    announce("champion", 1, null, pinned);
    awaitAliases(pinned, List.of("champion", "shadow"));

    announce("champion", 0, 1, null, Instant.now(), pinned);
    awaitAliases(pinned, List.of("shadow"));
    announce("shadow", 0, 1, null, Instant.now(), pinned);
    awaitAliases(pinned, List.of());
    assertProblem(
        store.post("/v1/feature-views/" + pinned + ":retire", Map.of()), 409, "view-in-use");

    String other = register(view("left", "crm", "gold", EMAILS));
    announce("champion", 3, 2, other);
    awaitUses(pinned, 0);
    assertThat(store.post("/v1/feature-views/" + pinned + ":retire", Map.of()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void keepsTheViewOfAVersionThatOnlyALaterMoveTellsOf() {
    String before = register(view("earlier", "crm", "gold", ORDERS));
    String meant = register(view("meant", "crm", "gold", ORDERS));
    announce("champion", 8, 7, meant, Instant.now(), before);
    awaitUses(meant, 1);
    announce("champion", 7, 6, before, Instant.now().minusSeconds(60), null);
    announce("challenger", 7, null, before, Instant.now(), null);
    awaitAliases(before, List.of("challenger"));

    for (String pinned : List.of(before, meant)) {
      assertProblem(
          store.post("/v1/feature-views/" + pinned + ":retire", Map.of()), 409, "view-in-use");
    }
    assertThat(aliasesOf(meant)).as("an older move that comes late").containsExactly("champion");
  }

  @Test
  void bringsAViewBackThatWasRetiredBeforeItsModelWasHeardOf() {
    String pinned = register(view("back", "crm", "gold", ORDERS));
    awaitStatus(pinned, "READY");
    assertThat(store.post("/v1/feature-views/" + pinned + ":retire", Map.of()).statusCode())
        .isEqualTo(200);

    announce("champion", 1, null, pinned);

    awaitUses(pinned, 1);
    awaitStatus(pinned, "READY");
  }

  @Test
  void retiresNothingWhileMovesOfAliasesWaitToBeRead() {
    String pinned = register(view("unheard", "crm", "gold", ORDERS));
    awaitStatus(pinned, "READY");
    store.whileNothingIsTaken(() -> {
      announce("champion", 1, null, pinned);
      HttpResponse<String> refused =
          store.post("/v1/feature-views/" + pinned + ":retire", Map.of());
      assertProblem(refused, 503, "model-uses-unknown");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    });
    awaitUses(pinned, 1);
    assertProblem(
        store.post("/v1/feature-views/" + pinned + ":retire", Map.of()), 409, "view-in-use");
  }

  private List<String> aliasesOf(String view) {
    return store
        .json(store.get("/v1/feature-views/" + view + "/uses"))
        .path("models")
        .path(0)
        .path("aliases")
        .valueStream()
        .map(JsonNode::stringValue)
        .toList();
  }

  private void awaitAliases(String view, List<String> aliases) {
    Awaitility.await("the move is known")
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> aliasesOf(view).equals(aliases));
  }

  private void announce(String alias, int version, @Nullable Integer previous, String view) {
    announce(alias, version, previous, view, Instant.now(), null);
  }

  private void announce(
      String alias,
      int version,
      @Nullable Integer previous,
      @Nullable String view,
      Instant movedAt,
      @Nullable String previousView) {
    String message =
        """
        {"eventId": "%s", "type": "alias.moved", "modelName": "model_%s", "alias": "%s",
         "modelVersion": %d, "previousVersion": %s, "movedAt": "%s", "movedBy": "a", "reason": "r",
         "datasetId": %s, "viewFingerprint": %s,
         "previousDatasetId": "d", "previousViewFingerprint": %s}\
        """
            .formatted(
                UUID.randomUUID(),
                mine,
                alias,
                version,
                previous,
                movedAt,
                view == null ? null : quoted(UUID.randomUUID().toString()),
                quoted(view),
                quoted(previousView));
    store.send(
        List.of(
            new ProducerRecord<>(
                Topics.MODEL_LIFECYCLE, mine, message.getBytes(StandardCharsets.UTF_8))));
  }

  private static @Nullable String quoted(@Nullable String text) {
    return text == null ? null : '"' + text + '"';
  }

  private void awaitUses(String view, int uses) {
    Awaitility.await("the move is known")
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            store.json(store.get("/v1/feature-views/" + view + "/uses")).path("models").size()
                == uses);
  }

  @Test
  void registersOnceWhatIsRegisteredTwiceAtOnce() {
    String text = view("race", "crm", "gold", ORDERS);
    List<CompletableFuture<HttpResponse<String>>> both =
        List.of(
            CompletableFuture.supplyAsync(() -> store.postYaml("/v1/feature-views", text)),
            CompletableFuture.supplyAsync(() -> store.postYaml("/v1/feature-views", text)));

    assertThat(both.stream().map(answer -> answer.join().statusCode()))
        .containsExactlyInAnyOrder(200, 201);
  }

  private String register(String yaml) {
    HttpResponse<String> answer = store.postYaml("/v1/feature-views", yaml);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    return store.json(answer).path("fingerprint").stringValue();
  }

  private String status(String fingerprint) {
    return store.json(store.get("/v1/feature-views/" + fingerprint)).path("status").stringValue();
  }

  private void awaitStatus(String fingerprint, String status) {
    Awaitility.await(status)
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(fingerprint).equals(status));
  }

  private List<String> names(String path) {
    List<String> names = new ArrayList<>();
    store
        .json(store.get(path))
        .path("items")
        .forEach(view -> names.add(view.path("name").stringValue().replace("_" + mine, "")));
    return names;
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).toList();
  }

  private static Map<String, String> file(String name, String text) {
    return Map.of("file", name, "text", text);
  }

  private void assertProblem(HttpResponse<String> answer, int status, String slug) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(store.json(answer).path("type").stringValue())
        .isEqualTo("https://churnops.io/problems/" + slug);
  }
}
