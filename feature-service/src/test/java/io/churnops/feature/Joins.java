package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureVector;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is whom, worked out the naive way: labels of ids are spread along pairs until none moves. */
final class Joins {

  private static final int MAX_MEMBERS = 50;

  private final List<Said> said = new ArrayList<>();

  private record Said(String known, String other, long knownMicros, boolean joined) {}

  private record Pair(String known, String other) {}

  /** Events that join ids of a shop at random, known at random times of the last 150 days. */
  List<CustomerEvent> random(Random random, List<String> ids, int count, Instant now) {
    List<CustomerEvent> events = new ArrayList<>();
    long end = micros(now);
    for (int i = 0; i < count; i++) {
      long time = end - 1 - random.nextLong(150L * 24 * 3600 * 1_000_000);
      long known = Math.min(end, time + random.nextLong(24L * 3600 * 1_000_000));
      String one = ids.get(random.nextInt(ids.size()));
      events.add(join(one, ids.get(random.nextInt(ids.size())), time, known));
    }
    return events;
  }

  CustomerEvent join(String known, String other, long timeMicros, long knownMicros) {
    if (!known.equals(other)) {
      said.add(new Said(known, other, knownMicros, true));
    }
    return new CustomerEvent(
        "/shop/web",
        UUID.randomUUID().toString(),
        "customer.identified",
        known,
        timeMicros,
        knownMicros,
        JsonMapper.shared().createObjectNode().put("anonymousId", other));
  }

  private void cut(String known, String other, Instant knownFrom) {
    said.add(new Said(known, other, micros(knownFrom), false));
  }

  /** Parts an id from those it was joined to, if there are any. */
  void unmerge(StoreClient store, String id) {
    HttpResponse<String> answer =
        store.post("/v1/identities:unmerge", Map.of("id", id, "reason", "a mistake"));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 409);
    learnCuts(store, id);
  }

  /** The audit says when the cuts became known. */
  void learnCuts(StoreClient store, String id) {
    String path =
        "/v1/customers/%s/identities/changes?limit=200"
            .formatted(URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
    String cursor = "";
    do {
      JsonNode page = store.json(store.get(path + cursor));
      for (JsonNode change : page.path("items")) {
        if (change.path("kind").stringValue().equals("CUT")) {
          cut(
              change.path("knownId").stringValue(),
              change.path("otherId").stringValue(),
              Instant.parse(change.path("knownFrom").stringValue()));
        }
      }
      cursor =
          page.path("nextCursor").isNumber()
              ? "&cursor=" + page.path("nextCursor").longValue()
              : "";
    } while (!cursor.isEmpty());
  }

  /** Per id that was ever named, the id of its customer. */
  Map<String, String> canonicalAt(Instant at) {
    Map<Pair, Said> last = new HashMap<>();
    said.stream()
        .filter(one -> one.knownMicros() <= micros(at))
        .sorted(Comparator.comparingLong(Said::knownMicros).thenComparing(one -> !one.joined()))
        .forEach(one -> last.put(new Pair(one.known(), one.other()), one));
    List<Pair> pairs =
        last.entrySet().stream()
            .filter(entry -> entry.getValue().joined())
            .map(Map.Entry::getKey)
            .toList();
    Map<String, String> labels = new TreeMap<>();
    said.forEach(one -> {
      labels.put(one.known(), one.known());
      labels.put(one.other(), one.other());
    });
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Pair pair : pairs) {
        String one = labels.getOrDefault(pair.known(), pair.known());
        String other = labels.getOrDefault(pair.other(), pair.other());
        String lower = one.compareTo(other) < 0 ? one : other;
        moved |= !one.equals(other);
        labels.put(pair.known(), lower);
        labels.put(pair.other(), lower);
      }
    }
    Map<String, Set<String>> members = new HashMap<>();
    labels.forEach((id, label) -> members.computeIfAbsent(label, _ -> new TreeSet<>()).add(id));
    Map<String, String> canonical = new HashMap<>();
    members
        .values()
        .forEach(ids -> ids.forEach(id -> canonical.put(id, canonical(id, ids, pairs))));
    return canonical;
  }

  private static String canonical(String id, Set<String> members, List<Pair> pairs) {
    if (members.size() > MAX_MEMBERS) {
      return id;
    }
    TreeSet<String> known = new TreeSet<>();
    Set<String> others = new HashSet<>();
    for (Pair pair : pairs) {
      if (members.contains(pair.known())) {
        known.add(pair.known());
        others.add(pair.other());
      }
    }
    TreeSet<String> onlyKnown = new TreeSet<>(known);
    onlyKnown.removeAll(others);
    return !onlyKnown.isEmpty() ? onlyKnown.first() : known.isEmpty() ? id : known.first();
  }

  /** Per id the vector of its customer at a moment, of the events and joins known by then. */
  Map<String, FeatureVector> truth(
      CompiledView view, List<String> ids, List<CustomerEvent> events, Instant at) {
    Map<String, String> canonical = canonicalAt(at);
    Map<String, FeatureVector> ofCustomers = Shop.truth(view, renamed(events, canonical), at);
    Map<String, FeatureVector> truth = new HashMap<>();
    for (String id : ids) {
      FeatureVector vector = ofCustomers.get(canonical.getOrDefault(id, id));
      if (vector != null) {
        truth.put(id, vector);
      }
    }
    return truth;
  }

  /** The events as if each had been sent under the id of its customer. */
  static List<CustomerEvent> renamed(List<CustomerEvent> events, Map<String, String> canonical) {
    return events.stream()
        .map(event ->
            new CustomerEvent(
                event.source(),
                event.id(),
                event.type(),
                canonical.getOrDefault(event.customerId(), event.customerId()),
                event.timeMicros(),
                event.knownMicros(),
                event.data()))
        .toList();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
