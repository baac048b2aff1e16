package io.churnops.benchmarks;

import io.churnops.contract.CloudEventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the customers of a shop do, by number: the same number is the same event, and every run has
 * numbers of its own. Sessions and views are six events of ten, orders one.
 */
final class ShopEvents {

  /** Over how long the events are spread. */
  static final int DAYS = 90;

  private static final int SPREAD = 7_919;

  private final String run;
  private final int customers;
  private final Instant now;

  ShopEvents(int customers, Instant now) {
    this.run = "benchmark-" + now.toEpochMilli();
    this.customers = customers;
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
  }

  String customer(long number) {
    return run + "-" + Math.floorMod(number * SPREAD, customers);
  }

  /** A CloudEvents batch of the events from {@code first} on. */
  byte[] batch(long first, int size) {
    StringBuilder json = new StringBuilder("[");
    for (long n = first; n < first + size; n++) {
      json.append(n == first ? "" : ",").append(event(n, customer(n), time(n)));
    }
    return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One event as JSON, of any customer at any time. */
  String event(long n, String customer, Instant time) {
    return """
    {"specversion":"1.0","id":"%s-%d","source":"%s","type":"%s","subject":"%s","time":"%s","data":%s}\
    """
        .formatted(run, n, run, type(n), customer, time, data(n));
  }

  /** The same event as ingestion-service writes it to Kafka. */
  ProducerRecord<String, byte[]> record(String topic, long n) {
    var record = new ProducerRecord<>(topic, customer(n), data(n).getBytes(StandardCharsets.UTF_8));
    header(record, CloudEventHeaders.SPEC_VERSION, "1.0");
    header(record, CloudEventHeaders.ID, run + "-" + n);
    header(record, CloudEventHeaders.SOURCE, run);
    header(record, CloudEventHeaders.TYPE, type(n));
    header(record, CloudEventHeaders.SUBJECT, customer(n));
    header(record, CloudEventHeaders.TIME, time(n).toString());
    header(record, CloudEventHeaders.CONTENT_TYPE, "application/json");
    return record;
  }

  /** The same event as a row of the event log, in COPY's text form. */
  String row(long n) {
    return "%s\t%s\t%s\t%s\t%s-%d\t%s\t%s\t0\t%d\n"
        .formatted(customer(n), time(n), now, run, run, n, type(n), data(n), n);
  }

  private Instant time(long n) {
    return now.minus(Duration.ofSeconds(1 + Math.floorMod(n * SPREAD, DAYS * 86_400L)));
  }

  private static String type(long n) {
    return switch ((int) (n % 10)) {
      case 0, 1, 2 -> "session.started";
      case 3, 4, 5 -> "product.viewed";
      case 6, 7 -> "cart.item_added";
      case 8 -> "email.opened";
      default -> "order.placed";
    };
  }

  private static String data(long n) {
    return switch (type(n)) {
      case "session.started" -> "{\"sessionId\":\"s%d\",\"channel\":\"web\"}".formatted(n);
      case "product.viewed" ->
          "{\"productId\":\"p%d\",\"category\":\"c%d\"}".formatted(n % 5_000, n % 40);
      case "cart.item_added" ->
          "{\"productId\":\"p%d\",\"category\":\"c%d\",\"quantity\":1,\"amountMinor\":%d,\"currency\":\"EUR\"}"
              .formatted(n % 5_000, n % 40, 500 + n % 9_000);
      case "email.opened" -> "{\"campaignId\":\"k%d\"}".formatted(n % 50);
      default ->
          "{\"orderId\":\"o%d\",\"amountMinor\":%d,\"currency\":\"EUR\",\"channel\":\"web\"}"
              .formatted(n, 1_000 + n % 20_000);
    };
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
