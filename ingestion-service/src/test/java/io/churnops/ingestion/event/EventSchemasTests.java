package io.churnops.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.EventTypes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EventSchemasTests {

  private static final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final EventSchemas schemas = new EventSchemas();

  private static final Map<String, String> SMALLEST =
      Map.ofEntries(
          Map.entry(EventTypes.CUSTOMER_REGISTERED, "{}"),
          Map.entry(EventTypes.CUSTOMER_UPDATED, "{}"),
          Map.entry(EventTypes.CUSTOMER_IDENTIFIED, "{\"anonymousId\":\"a\"}"),
          Map.entry(EventTypes.SESSION_STARTED, "{}"),
          Map.entry(EventTypes.PRODUCT_VIEWED, "{\"productId\":\"p\"}"),
          Map.entry(EventTypes.CART_ITEM_ADDED, "{\"productId\":\"p\"}"),
          Map.entry(
              EventTypes.ORDER_PLACED,
              "{\"orderId\":\"o\",\"amountMinor\":0,\"currency\":\"EUR\"}"),
          Map.entry(EventTypes.ORDER_CANCELLED, "{\"orderId\":\"o\"}"),
          Map.entry(EventTypes.ORDER_RETURNED, "{\"orderId\":\"o\"}"),
          Map.entry(EventTypes.PAYMENT_FAILED, "{}"),
          Map.entry(EventTypes.EMAIL_SENT, "{\"campaignId\":\"c\"}"),
          Map.entry(EventTypes.EMAIL_OPENED, "{\"campaignId\":\"c\"}"),
          Map.entry(EventTypes.EMAIL_CLICKED, "{\"campaignId\":\"c\"}"),
          Map.entry(EventTypes.TICKET_OPENED, "{\"ticketId\":\"t\",\"topic\":\"late\"}"),
          Map.entry(EventTypes.TICKET_RESOLVED, "{\"ticketId\":\"t\"}"),
          Map.entry(EventTypes.SUBSCRIPTION_STARTED, "{\"subscriptionId\":\"s\",\"plan\":\"p\"}"),
          Map.entry(EventTypes.SUBSCRIPTION_CANCELLED, "{\"subscriptionId\":\"s\"}"));

  @Test
  void takesTheSmallestDataOfEveryTypeAndFieldsOfTheShopsOwn() {
    assertThat(SMALLEST.keySet()).containsExactlyInAnyOrderElementsOf(EventTypes.all());
    SMALLEST.forEach((type, data) -> {
      assertThat(violations(type, data)).as(type).isEmpty();
      String extended =
          data.replaceFirst("\\{", "{\"our_own\":[1]" + (data.equals("{}") ? "" : ","));
      assertThat(violations(type, extended)).as(type).isEmpty();
    });
  }

  @Test
  void requiresEveryFieldOfTheSmallestData() {
    SMALLEST.forEach((type, data) ->
        json.readTree(data)
            .propertyNames()
            .forEach(field -> {
              var lacking = json.readTree(data).deepCopy();
              ((ObjectNode) lacking).remove(field);
              assertThat(schemas.violations(type, lacking)).as(type + " " + field).isPresent();
            }));
  }

  @Test
  void requiresAnObject() {
    for (String type : EventTypes.all()) {
      for (String data : new String[] {"[]", "1", "\"x\"", "true"}) {
        assertThat(violations(type, data)).as(type + data).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          order.placed    | {"orderId":"o","amountMinor":-1,"currency":"EUR"}    | /data/amountMinor
          order.placed    | {"orderId":"o","amountMinor":1.5,"currency":"EUR"}   | /data/amountMinor
          order.placed    | {"orderId":"o","amountMinor":"1","currency":"EUR"}   | /data/amountMinor
          order.placed    | {"orderId":"o","amountMinor":1000000000000001,"currency":"EUR"} | /data/amountMinor
          order.placed    | {"orderId":"o","amountMinor":1e40,"currency":"EUR"}  | 64 bits
          order.placed    | {"orderId":"o","amountMinor":1,"currency":"eur"}     | /data/currency
          order.placed    | {"orderId":"o","amountMinor":1,"currency":"EUR\\n"}   | /data/currency
          order.placed    | {"orderId":"","amountMinor":1,"currency":"EUR"}      | /data/orderId
          order.placed    | {"orderId":"o","amountMinor":1,"currency":"EUR","items":[{"productId":"p","quantity":0,"amountMinor":1}]} | /data/items/0/quantity
          order.cancelled | {"orderId":"o","amountMinor":1}                      | currency
          product.viewed  | {"productId":"p","priceMinor":1}                     | currency
          ticket.resolved | {"ticketId":"t","satisfaction":0}                    | /data/satisfaction
          ticket.resolved | {"ticketId":"t","satisfaction":6}                    | /data/satisfaction
          subscription.started | {"subscriptionId":"s","plan":"p","period":"eon"} | /data/period
          """)
  void namesWhatIsWrong(String type, String data, String where) {
    assertThat(violations(type, data)).contains(where);
  }

  @Test
  void takesTheEdgesOfTheRanges() {
    assertThat(violations("ticket.resolved", "{\"ticketId\":\"t\",\"satisfaction\":1}")).isEmpty();
    assertThat(violations("ticket.resolved", "{\"ticketId\":\"t\",\"satisfaction\":5}")).isEmpty();
    assertThat(
            violations(
                "order.placed",
                "{\"orderId\":\"o\",\"amountMinor\":1000000000000000,\"currency\":\"EUR\"}"))
        .isEmpty();
  }

  private static String violations(String type, String data) {
    return schemas.violations(type, json.readTree(data)).orElse("");
  }
}
