package io.churnops.feature.rebuilds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.Shop;
import io.churnops.feature.Store;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A rebuild that fails at every step is alone with it. */
@FeatureServiceTest
class TroubledRebuildIT {

  private static final String SMALL =
      """
      view: %s
      entity: customer
      features: [{name: orders, event: order.placed, aggregate: count}]
      """;

  private final Store store;
  private final JdbcClient jdbc;
  private final String fingerprint;

  TroubledRebuildIT(@Autowired Store store, @Autowired JdbcClient jdbc) {
    this.store = store;
    this.jdbc = jdbc;
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    this.fingerprint = HexFormat.of().formatHex(random);
  }

  @Test
  void doesNotKeepTheOthersWaiting() {
    store.sendEvents(new Shop(41, 3, Instant.now()).events(3));
    store.awaitFolded();
    UUID older = new UUID(0, UUID.randomUUID().getLeastSignificantBits());
    insertFailing(older);
    await().atMost(Store.PATIENCE).until(() -> store.json(at(older)).path("trouble").isString());

    String name = "troubled_" + UUID.randomUUID().toString().replace("-", "");
    store.postYaml("/v1/feature-views", SMALL.formatted(name));
    UUID ordered =
        UUID.fromString(
            store
                .json(store.post("/v1/rebuilds", Map.of("view", name)))
                .path("rebuildId")
                .stringValue());

    await()
        .atMost(Store.PATIENCE)
        .until(() -> store.json(at(ordered)).path("status").stringValue().equals("COMPLETE"));
    assertThat(store.json(at(older)).path("status").stringValue()).isNotEqualTo("COMPLETE");
  }

  private HttpResponse<String> at(UUID rebuild) {
    return store.get("/v1/rebuilds/" + rebuild);
  }

  /** Of a view that this version of the service cannot read. */
  private void insertFailing(UUID rebuild) {
    jdbc.sql(
            """
            insert into feature_view
              (fingerprint, name, definition, created_at, created_by, retired_at, retired_by)
            values (?, 'unreadable', '{}', now(), 'test', now(), 'test')\
            """)
        .param(fingerprint)
        .update();
    jdbc.sql(
            """
            insert into rebuild
              (id, view_fingerprint, kind, reason, status, created_at, created_by)
            values (?, ?, 'FOLD', 'REQUESTED', 'QUEUED', now(), 'test')\
            """)
        .params(rebuild, fingerprint)
        .update();
  }

  @AfterEach
  void removeFailing() {
    jdbc.sql("delete from rebuild where view_fingerprint = ?").param(fingerprint).update();
    jdbc.sql("delete from feature_view where fingerprint = ?").param(fingerprint).update();
  }
}
