package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random definitions and event logs, with all that is awkward in them often. */
final class RandomCases {

  static final long BASE = 1_767_225_600_000_000L; // 2026-01-01T00:00:00Z
  static final long HOUR = 3_600_000_000L;
  static final long DAY = 24 * HOUR;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> TYPES = List.of("order.placed", "email.sent", "ticket.opened");
  private static final List<String> WINDOWS =
      List.of("1h", "5h", "24h", "7d", "13d", "14d", "30d", "90d", "lifetime");
  private static final List<String> COUNTRIES = List.of("DE", "FR", "ü\uD83D\uDE00", "");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-7",
          "4599",
          "0.1",
          "12.3456785",
          "-3.0000005",
          "9007199.254741",
          "true",
          "1e3",
          "\"12\"",
          "null",
          "1e300",
          "[5]");

  private RandomCases() {}

  /** A feature in a form that both the definition and the oracle are made of. */
  record Feature(
      String name,
      List<String> types,
      Where where,
      String aggregate,
      String of,
      List<String> windows,
      boolean category,
      boolean exact,
      int k,
      int cardinality) {

    String yaml() {
      StringBuilder yaml = new StringBuilder("  - {name: " + name);
      yaml.append(", event: [").append(String.join(", ", types)).append(']');
      yaml.append(", aggregate: ").append(aggregate);
      if (!where.text().isEmpty()) {
        yaml.append(", where: '").append(where.text()).append('\'');
      }
      if (!of.isEmpty()) {
        yaml.append(", of: \"").append(of).append('"');
      }
      if (!windows.isEmpty()) {
        yaml.append(", windows: [").append(String.join(", ", windows)).append(']');
      }
      if (k > 0) {
        yaml.append(", k: ").append(k).append(", cardinality: ").append(cardinality);
      }
      if (category) {
        yaml.append(", type: category");
      }
      return yaml.append(exact ? ", exact: true}" : "}").toString();
    }
  }

  /** A condition as an expression and as the Java that it should mean. */
  record Where(String text, Predicate<JsonNode> meaning) {}

  private static final List<Where> WHERES =
      List.of(
          new Where("", data -> true),
          new Where("", data -> true),
          new Where("", data -> true),
          new Where("", data -> true),
          new Where("", data -> true),
          new Where(
              "data.value > 1",
              data -> data.path("value").isNumber() && data.path("value").doubleValue() > 1),
          new Where(
              "data.country == \"DE\"",
              data ->
                  data.path("country").isString()
                      && data.path("country").stringValue().equals("DE")),
          new Where(
              "has(data.items) && size(data.items) >= 2",
              data -> data.path("items").isArray() && data.path("items").size() >= 2));

  static List<Feature> features(RandomGenerator random) {
    List<Feature> features = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      features.add(feature("f" + i, random));
    }
    return features;
  }

  private static Feature feature(String name, RandomGenerator random) {
    List<String> aggregates =
        List.of(
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "variance",
            "first",
            "last",
            "days_since_first",
            "days_since_last",
            "distinct",
            "top");
    String aggregate = pick(aggregates, random);
    List<String> windows =
        random.nextInt(4) == 0 ? List.of() : some(WINDOWS, 1 + random.nextInt(3), random);
    boolean bounded = windows.stream().anyMatch(window -> !window.equals("lifetime"));
    boolean picks = aggregate.equals("first") || aggregate.equals("last");
    boolean category = picks && random.nextBoolean();
    boolean ranks = aggregate.equals("top");
    return new Feature(
        name,
        some(TYPES, 1 + random.nextInt(2), random),
        pick(WHERES, random),
        aggregate,
        path(aggregate, category, random),
        windows,
        category,
        bounded && random.nextInt(3) == 0,
        ranks ? 1 + random.nextInt(3) : 0,
        ranks ? 1 + random.nextInt(40) : 0);
  }

  private static String path(String aggregate, boolean category, RandomGenerator random) {
    return switch (aggregate) {
      case "count", "days_since_first", "days_since_last" -> "";
      case "distinct", "top" -> pick(List.of("items[].category", "country", "value"), random);
      case "first", "last" -> category ? "country" : "value";
      default -> pick(List.of("value", "items[].quantity", "nested.deep"), random);
    };
  }

  static String yaml(List<Feature> features) {
    return "view: random\nentity: customer\nfeatures:\n"
        + features.stream().map(Feature::yaml).collect(Collectors.joining("\n"))
        + "\n";
  }

  /** A log with events at equal times, events known late and events dated in the future. */
  static List<CustomerEvent> log(RandomGenerator random, int size) {
    List<CustomerEvent> log = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    long span = pick(List.of(5 * HOUR, 3 * DAY, 40 * DAY, 300 * DAY), random);
    for (int i = 0; i < size; i++) {
      long time = BASE + random.nextLong(span);
      time -= random.nextInt(3) == 0 ? time % HOUR : 0;
      time -= random.nextInt(5) == 0 ? time % DAY : 0;
      if (!log.isEmpty() && random.nextInt(4) == 0) {
        time = pick(log, random).timeMicros();
      }
      String source = pick(List.of("/web", "/app"), random);
      String id = "e" + random.nextInt(3 * size);
      if (ids.add(source + " " + id)) {
        String type = pick(TYPES, random);
        log.add(
            new CustomerEvent(source, id, type, "C-1", time, known(time, random), data(random)));
      }
    }
    return log;
  }

  private static long known(long time, RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0 -> time + random.nextLong(60 * DAY);
      case 1 -> time - random.nextLong(2 * DAY);
      case 2 -> time;
      default -> time + random.nextLong(HOUR);
    };
  }

  private static JsonNode data(RandomGenerator random) {
    List<String> members = new ArrayList<>();
    if (random.nextInt(6) > 0) {
      members.add("\"value\":" + pick(NUMBERS, random));
    }
    if (random.nextInt(4) > 0) {
      members.add("\"country\":\"" + pick(COUNTRIES, random) + "\"");
    }
    if (random.nextInt(3) > 0) {
      List<String> items = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        items.add(
            "{\"category\":\"c%d\",\"quantity\":%s}"
                .formatted(random.nextInt(30), pick(NUMBERS, random)));
      }
      members.add("\"items\":[" + String.join(",", items) + "]");
    }
    if (random.nextInt(3) == 0) {
      members.add("\"nested\":{\"deep\":" + pick(NUMBERS, random) + "}");
    }
    return JSON.readTree("{" + String.join(",", members) + "}");
  }

  static <T> T pick(List<T> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }

  private static <T> List<T> some(List<T> from, int count, RandomGenerator random) {
    return shuffled(from, random).subList(0, count);
  }

  static <T> List<T> shuffled(List<T> list, RandomGenerator random) {
    List<T> copy = new ArrayList<>(list);
    Collections.shuffle(copy, random);
    return copy;
  }

  /** The events with nothing in them where the view says that it does not look. */
  static List<CustomerEvent> withDataOnlyWhereRead(List<CustomerEvent> log, CompiledView view) {
    Set<String> readInto = view.definition().eventTypesReadInto();
    return log.stream()
        .map(event -> readInto.contains(event.type()) ? event : event.with(JSON.createObjectNode()))
        .toList();
  }

  static long watermark(List<CustomerEvent> log) {
    return log.stream().mapToLong(CustomerEvent::knownMicros).max().orElse(BASE);
  }
}
