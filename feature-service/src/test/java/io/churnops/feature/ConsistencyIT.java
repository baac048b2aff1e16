package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureState;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What was served and is not what the log says is found, with both values, and put right. */
@FeatureServiceTest
class ConsistencyIT {

  private static final long SEED = 16;

  /** As many reads as make sure of a sample. */
  private static final int READS = 100;

  private final Store store;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  ConsistencyIT(@Autowired Store store) {
    this.store = store;
  }

  @Test
  void findsAStateThatIsNotWhatTheLogSays() {
    var equality = new Equality(store, "consistency");
    Shop shop = new Shop(SEED, 3, now);
    Joins joins = new Joins();
    String wrong = shop.customers().get(0);
    String right = shop.customers().get(1);
    String joined = shop.customers().get(2);
    List<CustomerEvent> events = new ArrayList<>(shop.events(120));
    long end = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    events.add(joins.join(right, joined, end - 5_000, end - 5_000));
    store.sendEvents(events);
    store.awaitFolded();

    read("consistency", wrong);
    read("consistency", right);
    JsonNode clean = run();
    assertThat(clean.path("checked").longValue()).isGreaterThanOrEqualTo(2);
    assertThat(mismatchesOf(clean, wrong)).isEmpty();
    assertThat(mismatchesOf(clean, right)).isEmpty();

    String fingerprint = equality.view().definition().fingerprint();
    FeatureState anothers = equality.view().emptyState();
    equality.view().fold(anothers, events.getFirst(), 0, 0);
    store.putState(wrong, fingerprint, equality.view().encode(anothers));
    double before = store.metric("churnops_feature_consistency_mismatches_total", "");
    read("consistency", wrong);
    JsonNode found = run();

    List<JsonNode> mismatches = mismatchesOf(found, wrong);
    assertThat(mismatches).isNotEmpty();
    JsonNode mismatch = mismatches.getFirst();
    assertThat(mismatch.path("served")).isNotEqualTo(mismatch.path("rebuilt"));
    assertThat(mismatch.path("differing")).isNotEmpty();
    assertThat(mismatch.path("columns")).hasSize(equality.view().columns().size());
    assertThat(store.metric("churnops_feature_consistency_mismatches_total", ""))
        .isGreaterThan(before);
    equality.assertOnline(
        shop.of(List.of(wrong)),
        events.stream().filter(event -> event.customerId().equals(wrong)).toList(),
        null);
    assertThat(mismatchesOf(run(), wrong)).isEmpty();
  }

  @Test
  void knowsNoRunThatWasNotAskedFor() {
    assertThat(
            store
                .get("/v1/consistency-runs/00000000-0000-0000-0000-000000000000/mismatches")
                .statusCode())
        .isEqualTo(404);
  }

  private void read(String view, String customer) {
    for (int i = 0; i < READS; i++) {
      store.features(view, List.of(customer), null);
    }
  }

  /** Asks for a comparison and waits for its end. */
  private JsonNode run() {
    HttpResponse<String> accepted = store.post("/v1/consistency-runs", Map.of());
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String location = accepted.headers().firstValue("Location").orElseThrow();
    return await()
        .atMost(Store.PATIENCE)
        .until(() -> store.json(store.get(location)), run -> run.path("finishedAt").isString());
  }

  private List<JsonNode> mismatchesOf(JsonNode run, String customer) {
    List<JsonNode> found = new ArrayList<>();
    String path =
        "/v1/consistency-runs/" + run.path("runId").stringValue() + "/mismatches?limit=200";
    for (JsonNode mismatch : store.json(store.get(path)).path("items")) {
      if (mismatch.path("customerId").stringValue().equals(customer)) {
        found.add(mismatch);
      }
    }
    return found;
  }
}
