package io.churnops.simulator;

import java.util.List;
import java.util.Map;

/** What customers write when they ask for help. */
final class TicketTexts {

  private static final Map<String, List<String>> BY_TOPIC =
      Map.of(
          "late_delivery",
          List.of(
              "My parcel is a week late and the tracking page has not moved.",
              "Still waiting for my order. This is the second time."),
          "damaged_item",
          List.of(
              "The box arrived crushed and the item is broken.", "It came scratched. Not good."),
          "wrong_item",
          List.of(
              "You sent me something I did not order.", "Wrong size again, please sort this out."),
          "billing",
          List.of(
              "I was charged twice for one order.", "The discount was not taken off my invoice."),
          "product_question",
          List.of("Does this come in another colour?", "Which batteries does it need?"),
          "account",
          List.of("How do I change my address?", "I cannot find my past invoices."),
          "delivery_date",
          List.of("Will it arrive before the weekend?", "Can I choose a delivery day?"));

  private TicketTexts() {}

  static String about(String topic, Dice dice) {
    return dice.oneOf(BY_TOPIC.getOrDefault(topic, List.of(topic)));
  }
}
