package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@FeatureServiceTest
class ExplainIT {

  private static final String VIEW =
      """
      view: explained
      entity: customer
      features:
        - {name: orders, event: order.placed, aggregate: count, windows: [90d]}
        - {name: revenue, event: order.placed, aggregate: sum, of: amountMinor, windows: [90d]}
        - {name: favourite, event: order.placed, aggregate: top, of: "items[].category"}
      derived: [{name: basket, expression: revenue_90d / orders_90d}]
      retract: {by: [order.cancelled, order.returned]}
      """;

  private final Store store;
  private final String customer = "explained " + UUID.randomUUID();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  ExplainIT(@Autowired Store store) {
    this.store = store;
    assertThat(store.postYaml("/v1/feature-views", VIEW).statusCode()).isIn(200, 201);
  }

  @Test
  void showsValueWindowTilesAndEventsWithThoseTakenBackMarked() {
    sendOrders();
    JsonNode revenue = explained("revenue_90d?limit=50");

    assertThat(revenue.path("status").stringValue()).isEqualTo("PRESENT");
    assertThat(revenue.path("value").doubleValue()).isEqualTo(1_300.0);
    assertThat(revenue.path("definition").path("aggregate").stringValue()).isEqualTo("sum");
    assertThat(revenue.path("keptAs").stringValue()).isEqualTo("DAYS");
    assertThat(revenue.path("window").path("length").stringValue()).isEqualTo("90d");
    assertThat(revenue.path("window").path("to")).isEqualTo(revenue.path("evaluatedAt"));
    double inTiles = 0;
    for (JsonNode tile : revenue.path("tiles")) {
      inTiles += tile.path("value").doubleValue();
    }
    assertThat(inTiles).isEqualTo(1_300.0);
    assertThat(events(revenue))
        .containsExactly("o-3 COUNTED [1000]", "o-2 REDUCED [300]", "o-1 TAKEN_BACK [900]");
    assertThat(revenue.path("nextCursor").isNull()).isTrue();
    JsonNode served =
        Objects.requireNonNull(
            store.features("explained", List.of(customer), null).customers().get(customer));
    assertThat(served.path("values").get(1).doubleValue()).isEqualTo(1_300.0);
  }

  @Test
  void countsRetractionsOfWhichNothingCame() {
    sendOrders();
    double before = store.metric("churnops_features_retractions_without_key_total", "explained");
    JsonMapper json = JsonMapper.shared();
    store.sendEvents(
        List.of(
            cancelled(json.readTree("{}")),
            cancelled(json.readTree("{\"orderId\": null}")),
            cancelled(json.readTree("{\"orderId\": \"never placed\"}"))));
    store.awaitFolded();

    JsonNode idle = explained("revenue_90d?limit=1").path("idleRetractions");

    assertThat(idle.path("withoutKey").intValue()).isEqualTo(2);
    assertThat(idle.path("withoutTarget").intValue()).isEqualTo(1);
    assertThat(store.metric("churnops_features_retractions_without_key_total", "explained"))
        .isEqualTo(before + 2);
  }

  private CustomerEvent cancelled(JsonNode data) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now) - 1;
    return new CustomerEvent(
        "/shop/web",
        UUID.randomUUID().toString(),
        "order.cancelled",
        customer,
        micros,
        micros,
        data);
  }

  @Test
  void pagesThroughTheEventsOfOneMoment() {
    sendOrders();
    List<String> events = new ArrayList<>();
    JsonNode page = explained("orders_90d?limit=1");
    String asOf = page.path("evaluatedAt").stringValue();
    events.addAll(events(page));
    while (page.path("nextCursor").isString()) {
      page =
          explained(
              "orders_90d?limit=1&asOf="
                  + asOf
                  + "&cursor="
                  + page.path("nextCursor").stringValue());
      assertThat(page.path("items")).hasSize(1);
      events.addAll(events(page));
    }
    assertThat(events).containsExactly("o-3 COUNTED []", "o-2 REDUCED []", "o-1 TAKEN_BACK []");
  }

  @Test
  void aRetractionThatWasNotKnownYetHasTakenNothingBack() {
    sendOrders();
    JsonNode before = explained("revenue_90d?asOf=" + now.minus(5, ChronoUnit.DAYS));
    assertThat(before.path("value").doubleValue()).isEqualTo(2_800.0);
    assertThat(events(before))
        .containsExactly("o-3 COUNTED [1000]", "o-2 COUNTED [900]", "o-1 COUNTED [900]");
  }

  @Test
  void namesTheOperandsOfADerivedFeature() {
    sendOrders();
    JsonNode basket = explained("basket");
    assertThat(basket.path("value").doubleValue()).isEqualTo(650.0);
    assertThat(basket.path("keptAs").stringValue()).isEqualTo("DERIVED");
    assertThat(basket.path("operands").path("revenue_90d").doubleValue()).isEqualTo(1_300.0);
    assertThat(basket.path("operands").path("orders_90d").doubleValue()).isEqualTo(2.0);
    assertThat(basket.path("items")).isEmpty();
    assertThat(basket.path("window").isNull()).isTrue();
  }

  @Test
  void knowsNothingOfACustomerWithoutEvents() {
    JsonNode orders = explained("orders_90d");
    assertThat(orders.path("status").stringValue()).isEqualTo("UNKNOWN_ENTITY");
    assertThat(orders.path("value").isNull()).isTrue();
    assertThat(orders.path("items")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "explained/orders:explain, 404, unknown-feature",
    "unheard_of/orders:explain, 404, unknown-view",
    "explained/orders_90d:explain?cursor=!!, 422, malformed-cursor",
    "explained/orders_90d:explain?cursor=MTIz, 422, malformed-cursor",
    "explained/orders_90d:explain?asOf=2999-01-01T00:00:00Z, 422, as-of-in-the-future",
    "explained/orders_90d:explain?asOf=yesterday, 400, bad-request",
    "explained/orders_90d:explain?limit=0, 422, invalid-request"
  })
  void saysWhatIsWrong(String path, int status, String type) {
    HttpResponse<String> answer = store.get(base() + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(store.json(answer).path("type").stringValue()).as(answer.body()).endsWith(type);
  }

  private JsonNode explained(String featureAndQuery) {
    int query = featureAndQuery.indexOf('?');
    String path =
        query < 0
            ? featureAndQuery + ":explain"
            : featureAndQuery.substring(0, query) + ":explain" + featureAndQuery.substring(query);
    HttpResponse<String> answer = store.get(base() + "explained/" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return store.json(answer);
  }

  private String base() {
    return "/v1/customers/" + customer.replace(" ", "%20") + "/features/";
  }

  private static List<String> events(JsonNode explanation) {
    List<String> events = new ArrayList<>();
    for (JsonNode event : explanation.path("items")) {
      events.add(
          "%s %s %s"
              .formatted(
                  event.path("id").stringValue(),
                  event.path("effect").stringValue(),
                  event.path("values")));
    }
    return events;
  }

  /** Three orders; later the first is cancelled and the second returned in part. */
  private void sendOrders() {
    store.sendEvents(
        List.of(
            event("o-1", "order.placed", 30, "{\"orderId\":\"a\",\"amountMinor\":900}"),
            event("o-2", "order.placed", 20, "{\"orderId\":\"b\",\"amountMinor\":900}"),
            event("o-3", "order.placed", 10, "{\"orderId\":\"c\",\"amountMinor\":1000}"),
            event("o-0", "order.placed", 200, "{\"orderId\":\"0\",\"amountMinor\":1000}"),
            event("c-1", "order.cancelled", 2, "{\"orderId\":\"a\"}"),
            event("r-1", "order.returned", 1, "{\"orderId\":\"b\",\"amountMinor\":600}")));
    store.awaitFolded();
  }

  private CustomerEvent event(String id, String type, int daysAgo, String data) {
    long time = ChronoUnit.MICROS.between(Instant.EPOCH, now.minus(daysAgo, ChronoUnit.DAYS));
    JsonNode json = JsonMapper.shared().readTree(data);
    return new CustomerEvent("/" + customer, id, type, customer, time, time, json);
  }
}
