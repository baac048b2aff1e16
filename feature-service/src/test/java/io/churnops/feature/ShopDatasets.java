package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Training sets of a random shop of each test's own, to which more comes while it looks. */
abstract class ShopDatasets {

  final Store store;

  /** In the names of this test's definitions. */
  final String mine;

  final Equality equality;
  final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  final long seed = Long.getLong("churnops.seed", System.nanoTime());
  final Shop shop = new Shop(seed, 40, now);
  final List<String> ids = shop.customers();

  ShopDatasets(Store store, String prefix) {
    this.store = store;
    this.mine = prefix + UUID.randomUUID().toString().substring(0, 8);
    this.equality = new Equality(store, mine);
    System.out.println(getClass().getSimpleName() + " -Dchurnops.seed=" + seed);
  }

  void take(List<CustomerEvent> events) {
    store.sendEvents(events);
    store.awaitFolded();
  }

  CustomerEvent order(String customer, int daysAgo, int knownDaysAgo) {
    return new CustomerEvent(
        "/shop/late",
        UUID.randomUUID().toString(),
        "order.placed",
        customer,
        micros(daysAgo),
        micros(knownDaysAgo),
        JsonMapper.shared().readTree("{\"amountMinor\": 5, \"items\": []}"));
  }

  long micros(int daysAgo) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, now.minus(Duration.ofDays(daysAgo)));
  }

  /** The manifest of what was built again of what a training set was built of. */
  JsonNode rebuild(JsonNode manifest) {
    HttpResponse<String> answer =
        store.post(
            "/v1/training-datasets/" + manifest.path("datasetId").stringValue() + ":rebuild",
            Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return complete(equality.await(answer.headers().firstValue("Location").orElseThrow()));
  }

  static JsonNode complete(JsonNode dataset) {
    assertThat(dataset.path("status").stringValue()).as("%s", dataset).isEqualTo("COMPLETE");
    return dataset.path("manifest");
  }

  static String sha256(JsonNode manifest) {
    return manifest.path("sha256").stringValue();
  }
}
