package io.churnops.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Features of "Online Retail" straight from the file, by looping over every order for every
 * customer and moment. Shares nothing with the suite: neither mapping, events, fold nor windows.
 */
final class RetailByHand {

  private static final ZoneId SHOP = ZoneId.of("Europe/London");

  private static final class Order {

    Instant time = Instant.MAX;
    long pence;
  }

  /**
   * What is known of a customer's orders before a moment.
   *
   * @param daysSinceLast no number if there is none
   */
  record Customer(
      double daysSinceLast,
      double orders,
      double pence,
      double ordersOf30Days,
      double penceOf90Days) {

    /** Whether there is an order in the 90 days before. */
    boolean isActive() {
      return daysSinceLast <= 90;
    }
  }

  private final Map<String, Map<String, Order>> ordersByCustomer = new HashMap<>();

  RetailByHand(Path gzippedCsv) throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(gzippedCsv)), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (List<String> row = row(lines); row != null; row = row(lines)) {
        read(row);
      }
    }
  }

  /** InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country. */
  private void read(List<String> row) {
    String invoice = row.get(0);
    int quantity = Integer.parseInt(row.get(3));
    BigDecimal price = new BigDecimal(row.get(5));
    String customer = row.get(6).replaceFirst("\\.0$", "");
    if (invoice.startsWith("A")
        || invoice.startsWith("C")
        || customer.isEmpty()
        || quantity <= 0
        || price.signum() <= 0) {
      return;
    }
    Order order =
        ordersByCustomer
            .computeIfAbsent(customer, _ -> new HashMap<>())
            .computeIfAbsent(invoice, _ -> new Order());
    Instant time = LocalDateTime.parse(row.get(4).replace(' ', 'T')).atZone(SHOP).toInstant();
    order.time = time.isBefore(order.time) ? time : order.time;
    order.pence +=
        price
            .multiply(BigDecimal.valueOf(100L * quantity))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact();
  }

  /** Everybody in the file, also who has no order before the moment. */
  Map<String, Customer> at(Instant moment) {
    Map<String, Customer> customers = new TreeMap<>();
    ordersByCustomer.forEach((customer, orders) -> {
      Instant last = Instant.MIN;
      long count = 0;
      long pence = 0;
      long count30 = 0;
      long pence90 = 0;
      for (Order order : orders.values()) {
        if (order.time.isBefore(moment)) {
          Duration ago = Duration.between(order.time, moment);
          last = order.time.isAfter(last) ? order.time : last;
          count++;
          pence += order.pence;
          count30 += ago.compareTo(Duration.ofDays(30)) <= 0 ? 1 : 0;
          pence90 += ago.compareTo(Duration.ofDays(90)) <= 0 ? order.pence : 0;
        }
      }
      double days =
          count == 0 ? Double.NaN : ChronoUnit.MICROS.between(last, moment) / 86_400_000_000.0;
      customers.put(customer, new Customer(days, count, pence, count30, pence90));
    });
    return customers;
  }

  private static @Nullable List<String> row(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    if (line == null) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; ; i++) {
      if (i == line.length() && quoted) {
        field.append('\n');
        line = Objects.requireNonNull(lines.readLine(), "the file ends inside quotes");
        i = -1;
      } else if (i == line.length()) {
        fields.add(field.toString());
        return fields;
      } else if (line.charAt(i) == '"') {
        quoted = !quoted;
      } else if (line.charAt(i) == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(line.charAt(i));
      }
    }
  }
}
