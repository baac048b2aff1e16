package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import io.churnops.features.engine.CustomerEvent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Views are retired and brought back, but not while a model reads them. */
@FeatureServiceTest
class RetiredViewsIT extends OwnDefinitions {

  RetiredViewsIT(@Autowired Store store, @Autowired Peers peers) {
    super(store, peers);
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

    JsonNode retired = store.json(retire(fingerprint));
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

    HttpResponse<String> refused = retire(pinned);
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
    assertThat(retire(pinned).statusCode()).as("the version to roll back to").isEqualTo(409);
    announce("champion", 3, 2, other);
    awaitUses(pinned, 0);
    assertThat(retire(pinned).statusCode()).isEqualTo(200);
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
    assertProblem(retire(pinned), 409, "view-in-use");

    String other = register(view("left", "crm", "gold", EMAILS));
    announce("champion", 3, 2, other);
    awaitUses(pinned, 0);
    assertThat(retire(pinned).statusCode()).isEqualTo(200);
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
      assertProblem(retire(pinned), 409, "view-in-use");
    }
    assertThat(aliasesOf(meant)).as("an older move that comes late").containsExactly("champion");
  }

  @Test
  void bringsAViewBackThatWasRetiredBeforeItsModelWasHeardOf() {
    String pinned = register(view("back", "crm", "gold", ORDERS));
    awaitStatus(pinned, "READY");
    assertThat(retire(pinned).statusCode()).isEqualTo(200);

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
    assertProblem(retire(pinned), 409, "view-in-use");
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

  /**
   * Asks to retire a view once all moves are known to be read, which is later than their effect.
   */
  private HttpResponse<String> retire(String view) {
    return Awaitility.await("all moves are read")
        .atMost(Store.PATIENCE)
        .until(
            () -> store.post("/v1/feature-views/" + view + ":retire", Map.of()),
            answer -> answer.statusCode() != 503);
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
}
