package io.churnops.ingestion.quality;

import static io.churnops.ingestion.IngestionClient.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@IngestionIntegrationTest
class QualityIT {

  private static final String RULES =
      """
      rules:
        - {name: has_price, field: priceMinor, required: true, action: warn}
        - {name: plausible, field: priceMinor, range: {min: 0, max: 1000}, action: quarantine}
        - {name: known_list, field: list, allowed: [wish, gift], action: reject}
        - {name: alive, freshness: {within: 1h}}
        - {name: busy, volume: {per: 1h, min: 3}}
      """;

  private final String id = UUID.randomUUID().toString().replace("-", "");
  private final String type = "wishlist.q" + id;
  private final String rules = "/v1/event-types/" + type + "/quality-rules";

  @LocalServerPort int port;
  @Autowired QualityStore store;
  @Autowired QualityGate gate;
  @Autowired ArrivalCounter arrivals;
  @Autowired MeterRegistry metrics;
  @Autowired InstantSource clock;

  private IngestionClient client;

  @BeforeEach
  void register() throws Exception {
    client = IngestionClient.at(port);
    client.post(
        "/v1/event-types",
        "application/json",
        BodyPublishers.ofString("{\"type\":\"" + type + "\",\"schema\":{\"type\":\"object\"}}"));
  }

  @Test
  void warnsQuarantinesAndRejectsByRuleAndCountsIt() throws Exception {
    assertThat(client.put(rules, "application/yaml", RULES).status()).isEqualTo(201);
    Answer warned = send("{\"list\":\"wish\"}");
    assertThat(warned.status()).isEqualTo(202);
    assertThat(warned.json().at("/items/0/warnings/0/rule").stringValue()).isEqualTo("has_price");
    Answer held = send("{\"priceMinor\":1001}");
    assertThat(held.statuses()).containsExactly("QUARANTINED");
    assertThat(held.codes()).containsExactly("quality_rule");
    assertThat(held.json().at("/items/0/rule").stringValue()).isEqualTo("plausible");
    Answer refused = send("{\"priceMinor\":1001,\"list\":\"black\"}");
    assertThat(refused.statuses()).containsExactly("REJECTED");
    assertThat(refused.json().at("/items/0/rule").stringValue()).isEqualTo("known_list");
    assertThat(
            send("{\"priceMinor\":1000,\"list\":\"gift\"}").json().at("/items/0").has("warnings"))
        .isFalse();
    assertThat(breaches("has_price")).isEqualTo(1);
    assertThat(breaches("plausible")).isEqualTo(2);
    assertThat(breaches("known_list")).isEqualTo(1);

    JsonNode item =
        await()
            .until(
                () -> client.get("/v1/quarantine?rule=plausible&type=" + type).json().get("items"),
                items -> items.size() == 1)
            .get(0);
    String replay = "/v1/quarantine/" + item.get("itemId").stringValue() + ":replay";
    assertThat(post(replay, "{}").json().get("verdict").stringValue()).isEqualTo("QUARANTINED");
    Answer waived = post(replay, "{\"waiveRules\":true,\"reason\":\"it is that dear\"}");
    assertThat(waived.json().get("verdict").stringValue()).isEqualTo("ACCEPTED");
  }

  @Test
  void countsNothingOfADryRun() throws Exception {
    client.put(rules, "application/yaml", RULES);
    String form =
        """
        --b\r
        Content-Disposition: form-data; name="mapping"\r
        \r
        import: wishes
        source: /imports/wishes
        columns: {who: {as: text}, list: {as: text}, at: {as: time, format: iso}}
        rows: [{count: all, emit: [wish]}]
        events:
          wish: {type: %s, customer: who, time: at, id: [who], data: {list: {column: list}}}
        \r
        --b\r
        Content-Disposition: form-data; name="file"; filename="wishes.csv"\r
        \r
        who,list,at
        C-1,black,2026-01-01T00:00:00Z\r
        --b--\r
        """
            .formatted(type);
    Answer told =
        client.post(
            "/v1/imports:dryRun", "multipart/form-data; boundary=b", BodyPublishers.ofString(form));
    assertThat(told.json().at("/refused/quality_rule").intValue()).as("%s", told.json()).isOne();
    assertThat(breaches("known_list")).isZero();
  }

  @Test
  void keepsVersionsAndEndsRules() throws Exception {
    assertThat(client.get(rules).json().get("version").intValue()).isZero();
    client.put(rules, "application/yaml", RULES);
    assertThat(client.put(rules, "application/yaml", RULES).status()).isEqualTo(200);
    Answer ended = client.put(rules, "application/json", "{\"rules\":[]}");
    assertThat(ended.status()).isEqualTo(201);
    assertThat(ended.json().get("version").intValue()).isEqualTo(2);
    assertThat(send("{\"list\":\"black\"}").status()).isEqualTo(202);
    assertThat(metrics.find("churnops.quality.breaches").tag("type", type).counters()).isEmpty();
    JsonNode first = client.get(rules + "/versions/1").json();
    assertThat(first.at("/rules/1/range/max").intValue()).isEqualTo(1000);
    assertThat(client.get(rules + "/versions?limit=1").json().get("nextCursor").stringValue())
        .isEqualTo("2");
    assertThat(client.get(rules + "/versions?cursor=2").json().at("/items/0/version").intValue())
        .isEqualTo(1);
    assertThat(client.get(rules + "/versions/3").problem()).isEqualTo("unknown-quality-rules");
  }

  @Test
  void isFollowedByAnotherInstanceWithoutARestart() throws Exception {
    QualityGate another = new QualityGate(store, new SimpleMeterRegistry());
    client.put(rules, "application/yaml", RULES);
    JsonNode black = JsonMapper.shared().readTree("{\"priceMinor\":1,\"list\":\"black\"}");
    assertThat(another.breaches(type, black)).isEmpty();
    another.look();
    assertThat(another.breaches(type, black)).hasSize(1);
  }

  @Test
  void watchesWhetherEventsArrive() throws Exception {
    client.put(rules, "application/yaml", RULES);
    send("{\"priceMinor\":1}");
    send("{\"priceMinor\":2}");
    arrivals.flush();
    send("{\"priceMinor\":3}");
    Instant start = clock.instant().truncatedTo(ChronoUnit.HOURS);
    await("also what the service itself was about to write is counted, and once")
        .until(() -> {
          arrivals.flush();
          return store.arrivals(type, start.minusSeconds(3_600), start.plusSeconds(7_200)) == 3;
        });
    JsonNode now = client.get("/v1/event-types/" + type + "/quality-status").json();
    assertThat(now.at("/expectations/0/rule").stringValue()).isEqualTo("alive");
    assertThat(now.at("/expectations/0/state").stringValue()).isEqualTo("MET");
    assertThat(now.at("/expectations/1/state").stringValue()).isEqualTo("TOO_EARLY");

    SimpleMeterRegistry gauges = new SimpleMeterRegistry();
    ArrivalWatch later =
        new ArrivalWatch(
            store, gate, InstantSource.fixed(start.plus(Duration.ofHours(10))), gauges);
    later.evaluate();
    for (String rule : new String[] {"alive", "busy"}) {
      assertThat(
              gauges
                  .get("churnops.quality.broken")
                  .tags("type", type, "rule", rule)
                  .gauge()
                  .value())
          .isEqualTo(1);
    }
    store.forgetArrivals(start.plus(Duration.ofDays(9)));
    assertThat(store.lastArrival(type)).as("the last one is known for ever").isPresent();
  }

  @Test
  void refusesWhatItCannotFollow() throws Exception {
    Answer invalid = client.put(rules, "application/yaml", "rules: [{name: X}, {name: y}]");
    assertThat(invalid.problem()).isEqualTo("invalid-quality-rules");
    assertThat(invalid.json().get("errors").size()).isEqualTo(2);
    assertThat(client.put(rules, "application/yaml", "rules: [").problem())
        .isEqualTo("unreadable-body");
    assertThat(client.put(rules, "application/yaml", "").problem()).isEqualTo("unreadable-body");
    assertThat(client.put(rules, "application/json", "{\"rules\":[],\"rules\":[]}").problem())
        .isEqualTo("unreadable-body");
    assertThat(client.put(rules, "application/json", "{\"rule\":[]}").status()).isEqualTo(400);
    assertThat(client.put(rules, "application/yaml", "# " + "x".repeat(70_000)).status())
        .isEqualTo(413);
    String unknown = "/v1/event-types/no.such/quality-rules";
    assertThat(client.put(unknown, "application/yaml", RULES).status()).isEqualTo(404);
    assertThat(client.get(unknown).problem()).isEqualTo("unknown-event-type");
    assertThat(client.get("/v1/event-types/no.such/quality-status").status()).isEqualTo(404);
    assertThat(client.withScope("events:read").put(rules, "application/yaml", RULES).status())
        .isEqualTo(403);
    assertThat(client.withScope("events:read").get(rules).status()).isEqualTo(200);
  }

  private double breaches(String rule) {
    return metrics
        .get("churnops.quality.breaches")
        .tags("type", type, "rule", rule)
        .counter()
        .count();
  }

  private Answer send(String data) throws Exception {
    return client.post(
        ONE,
        EventTexts.order(UUID.randomUUID().toString())
            .with("type", type)
            .with("subject", "C-" + id)
            .withData(data));
  }

  private Answer post(String path, String body) throws Exception {
    return client.post(path, "application/json", BodyPublishers.ofString(body));
  }
}
