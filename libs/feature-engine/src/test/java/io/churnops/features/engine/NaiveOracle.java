package io.churnops.features.engine;

import io.churnops.features.engine.RandomCases.Feature;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Feature values by looping over raw events, sharing nothing with the engine: no tiles, no
 * partials, no path or window class, decimals instead of millionths.
 */
final class NaiveOracle {

  private static final BigDecimal LARGEST = new BigDecimal("9223372036854.775807");
  private static final MathContext PRECISE = new MathContext(60);

  private NaiveOracle() {}

  static List<@Nullable Object> vector(
      List<Feature> features, List<CustomerEvent> events, long atMicros) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Feature feature : features) {
      List<String> windows = feature.windows().isEmpty() ? List.of("lifetime") : feature.windows();
      for (String window : windows) {
        if (feature.k() > 0) {
          values.addAll(ranked(feature, texts(feature, window, events, atMicros)));
        } else {
          values.add(value(feature, window, events, atMicros));
        }
      }
    }
    return values;
  }

  private static @Nullable Object value(
      Feature feature, String window, List<CustomerEvent> events, long atMicros) {
    return aggregate(feature, selected(feature, window, events, atMicros), atMicros);
  }

  private static List<String> texts(
      Feature feature, String window, List<CustomerEvent> events, long atMicros) {
    List<String> texts = new ArrayList<>();
    for (CustomerEvent event : selected(feature, window, events, atMicros)) {
      for (JsonNode node : at(event.data(), feature.of())) {
        String text = text(node);
        if (text != null) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  /** The most frequent of the texts, by hash, that there is room for. */
  private static List<@Nullable Object> ranked(Feature feature, List<String> texts) {
    List<String> room =
        texts.stream()
            .distinct()
            .sorted(Comparator.comparing(NaiveOracle::hash))
            .limit(feature.cardinality())
            .sorted(
                Comparator.comparing((String text) -> -Collections.frequency(texts, text))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    List<@Nullable Object> ranked = new ArrayList<>();
    for (int rank = 0; rank < feature.k(); rank++) {
      ranked.add(rank < room.size() ? room.get(rank) : null);
    }
    return ranked;
  }

  /** FNV-1a with MurmurHash3's finaliser, modulo 2^64 by hand. */
  private static Long hash(String text) {
    BigInteger hash = new BigInteger("cbf29ce484222325", 16);
    for (byte half : text.getBytes(StandardCharsets.UTF_16LE)) {
      hash = hash.xor(BigInteger.valueOf(half & 0xff)).multiply(new BigInteger("100000001b3", 16));
      hash = hash.mod(BigInteger.TWO.pow(64));
    }
    for (String factor : List.of("ff51afd7ed558ccd", "c4ceb9fe1a85ec53")) {
      hash = hash.xor(hash.shiftRight(33)).multiply(new BigInteger(factor, 16));
      hash = hash.mod(BigInteger.TWO.pow(64));
    }
    return hash.xor(hash.shiftRight(33)).longValue();
  }

  private static List<CustomerEvent> selected(
      Feature feature, String window, List<CustomerEvent> events, long atMicros) {
    Instant start = start(window, feature.exact(), atMicros);
    List<CustomerEvent> selected = new ArrayList<>();
    for (CustomerEvent event : events) {
      if (feature.types().contains(event.type())
          && feature.where().meaning().test(event.data())
          && event.timeMicros() < atMicros
          && !instant(event.timeMicros()).isBefore(start)) {
        selected.add(event);
      }
    }
    selected.sort(
        Comparator.comparing(CustomerEvent::timeMicros)
            .thenComparing(CustomerEvent::source)
            .thenComparing(CustomerEvent::id));
    return selected;
  }

  private static @Nullable Object aggregate(
      Feature feature, List<CustomerEvent> selected, long atMicros) {
    List<BigDecimal> numbers = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (CustomerEvent event : selected) {
      for (JsonNode node : at(event.data(), feature.of())) {
        BigDecimal number = number(node);
        if (number != null) {
          numbers.add(number);
        }
        String text = text(node);
        if (text != null) {
          texts.add(text);
        }
      }
    }
    BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal count = BigDecimal.valueOf(numbers.size());
    return switch (feature.aggregate()) {
      case "count" -> (double) selected.size();
      case "sum" -> sum.doubleValue();
      case "avg" -> numbers.isEmpty() ? null : sum.divide(count, PRECISE).doubleValue();
      case "min" ->
          numbers.stream().min(Comparator.naturalOrder()).map(d -> d.doubleValue()).orElse(null);
      case "max" ->
          numbers.stream().max(Comparator.naturalOrder()).map(d -> d.doubleValue()).orElse(null);
      case "variance" -> numbers.isEmpty() ? null : variance(numbers, sum, count);
      case "first" -> feature.category() ? first(texts) : firstNumber(numbers);
      case "last" -> feature.category() ? first(texts.reversed()) : firstNumber(numbers.reversed());
      case "days_since_first" -> selected.isEmpty() ? null : days(selected.getFirst(), atMicros);
      case "days_since_last" -> selected.isEmpty() ? null : days(selected.getLast(), atMicros);
      case "distinct" -> (double) new HashSet<>(texts).size();
      default -> throw new AssertionError(feature.aggregate());
    };
  }

  private static double variance(List<BigDecimal> numbers, BigDecimal sum, BigDecimal count) {
    BigDecimal mean = sum.divide(count, PRECISE);
    BigDecimal spread = BigDecimal.ZERO;
    for (BigDecimal number : numbers) {
      spread = spread.add(number.subtract(mean).pow(2));
    }
    return spread.divide(count, PRECISE).round(new MathContext(34)).doubleValue();
  }

  private static @Nullable Object first(List<String> texts) {
    return texts.isEmpty() ? null : texts.getFirst();
  }

  private static @Nullable Object firstNumber(List<BigDecimal> numbers) {
    return numbers.isEmpty() ? null : (Object) numbers.getFirst().doubleValue();
  }

  private static double days(CustomerEvent event, long atMicros) {
    return (atMicros - event.timeMicros()) / 86_400_000_000.0;
  }

  private static Instant start(String window, boolean exact, long atMicros) {
    if (window.equals("lifetime")) {
      return Instant.MIN;
    }
    int length = Integer.parseInt(window.substring(0, window.length() - 1));
    long hours = window.endsWith("d") ? 24L * length : length;
    Instant start = instant(atMicros).minus(hours, ChronoUnit.HOURS);
    if (exact) {
      return start;
    }
    return start.truncatedTo(hours < 14 * 24 ? ChronoUnit.HOURS : ChronoUnit.DAYS);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static List<JsonNode> at(JsonNode data, String path) {
    List<JsonNode> found = new ArrayList<>();
    switch (path) {
      case "" -> {}
      case "items[].category" ->
          data.path("items").forEach(item -> found.add(item.path("category")));
      case "items[].quantity" ->
          data.path("items").forEach(item -> found.add(item.path("quantity")));
      case "nested.deep" -> found.add(data.path("nested").path("deep"));
      default -> found.add(data.path(path));
    }
    return found;
  }

  static @Nullable BigDecimal number(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (!node.isNumber()) {
      return null;
    }
    BigDecimal number = new BigDecimal(node.toString()).setScale(6, RoundingMode.HALF_EVEN);
    return number.abs().compareTo(LARGEST) > 0 ? null : number;
  }

  private static @Nullable String text(JsonNode node) {
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isBoolean()) {
      return node.toString();
    }
    if (!node.isNumber()) {
      return null;
    }
    BigDecimal number = new BigDecimal(node.toString()).stripTrailingZeros();
    return number.abs().compareTo(new BigDecimal("1e18")) < 0
        ? number.toPlainString()
        : number.toString();
  }
}
