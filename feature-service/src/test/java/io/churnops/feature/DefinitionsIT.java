package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.churnops.contract.Topics;
import io.churnops.platform.test.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Definitions are found, planned, superseded and applied. */
@FeatureServiceTest
class DefinitionsIT extends OwnDefinitions {

  DefinitionsIT(@Autowired Store store, @Autowired Peers peers) {
    super(store, peers);
  }

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
  void keepsWhatASupersededLabelMeant() {
    String label = Shop.LABEL.formatted("left_" + mine);
    String first = registerLabel(label);
    String second = registerLabel(label.replace("within: 30d", "within: 60d"));

    JsonNode versions = store.json(store.get("/v1/labels/left_" + mine + "/versions"));

    assertThat(versions.path("items"))
        .extracting(version -> version.path("fingerprint").stringValue())
        .containsExactly(second, first);
    assertThat(store.json(store.get("/v1/labels/" + first)).path("definition").path("churned"))
        .hasToString("{\"no\":\"order.placed\",\"within\":\"30d\"}");
    assertThat(store.json(store.get("/v1/labels/" + first + "/uses")).path("models")).isEmpty();
    assertThat(store.get("/v1/labels/nobody/versions").statusCode()).isEqualTo(404);
  }

  private String registerLabel(String yaml) {
    HttpResponse<String> answer = store.postYaml("/v1/labels", yaml);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return store.json(answer).path("fingerprint").stringValue();
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
  void warnsOfEventTypesThatNobodyRegistered() throws IOException {
    String golden = golden("event-types.v1.json");
    peers.eventTypes(200, golden);
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
    peers.eventTypes(200, golden.replace("loyalty.joined", "loyalty.left_" + mine));
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

    for (String unusable :
        List.of("503 {}", "403 {}", "200 {}", "200 [", "200 {\"items\": [null]}")) {
      peers.eventTypes(Integer.parseInt(unusable.substring(0, 3)), unusable.substring(4));
      assertThat(
              store
                  .json(store.postYaml("/v1/feature-views", typo))
                  .path("warnings")
                  .path(0)
                  .path("code")
                  .stringValue())
          .as(unusable)
          .isEqualTo("EVENT_TYPE_NOT_CHECKED");
    }
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
  void warnsOfFieldsThatNoSchemaHas() throws IOException {
    peers.eventTypes(200, golden("event-types.v1.json"));
    peers.eventType(
        "loyalty.joined",
        200,
        """
        {"type": "loyalty.joined", "version": 3, "builtIn": false, "compatibility": "none",
         "schema": {"type": "object", "properties": {"tier": {"type": "string"}}}}\
        """);
    String features =
        """
        {name: a, event: order.placed, aggregate: sum, of: amountMinorr},
        {name: b, event: order.placed, aggregate: sum, of: amountMinor,
         where: 'data.discuontMinor > 0 && data.channel == "\\"data.nothing data.less"'},
        {name: c, event: order.placed, aggregate: distinct, of: "items[].colour"},
        {name: d, event: loyalty.joined, aggregate: last, of: tiers, type: category},
        {name: e, event: loyalty.joined, aggregate: last, of: tier, type: category},
        {name: f, event: [order.placed, loyalty.joined], aggregate: last, of: tier, type: category}\
        """;
    String label =
        Shop.LABEL
            .formatted("fields_" + mine)
            .replace("no: order.placed", "no: order.placed, where: 'data.amountMajor > 5'");
    String text = view("fields", "crm", "gold", features) + "---\n" + label;
    int questions = peers.questions().size();

    JsonNode plan =
        store.json(
            store.post(
                "/v1/definitions:plan", Map.of("definitions", List.of(file("f.yaml", text)))));

    assertThat(plan.path("warnings"))
        .extracting(
            warning -> warning.path("code").stringValue(),
            warning -> warning.path("eventType").stringValue(),
            warning -> warning.path("field").stringValue())
        .containsExactly(
            tuple("FIELD_NOT_IN_SCHEMA", "order.placed", "amountMinorr"),
            tuple("FIELD_NOT_IN_SCHEMA", "order.placed", "discuontMinor"),
            tuple("FIELD_NOT_IN_SCHEMA", "order.placed", "items[].colour"),
            tuple("FIELD_NOT_IN_SCHEMA", "loyalty.joined", "tiers"),
            tuple("FIELD_NOT_IN_SCHEMA", "order.placed", "amountMajor"));
    assertThat(peers.questions())
        .as("one for the types, and one for the schema that is not built in")
        .hasSize(questions + 2);
    assertThat(plan.path("warnings").path(0).path("message").stringValue())
        .isEqualTo(
            "a reads amountMinorr of order.placed, of which the type's schema says nothing."
                + " Is amountMinor meant?");
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = Topics.class.getResourceAsStream("golden/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
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
  void registersOnceWhatIsRegisteredTwiceAtOnce() {
    String text = view("race", "crm", "gold", ORDERS);
    List<CompletableFuture<HttpResponse<String>>> both =
        List.of(
            CompletableFuture.supplyAsync(() -> store.postYaml("/v1/feature-views", text)),
            CompletableFuture.supplyAsync(() -> store.postYaml("/v1/feature-views", text)));

    assertThat(both.stream().map(answer -> answer.join().statusCode()))
        .containsExactlyInAnyOrder(200, 201);
  }
}
