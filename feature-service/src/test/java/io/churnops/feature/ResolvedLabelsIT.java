package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a label says of customers, asked one by one, is what it says in rows of training sets. */
@FeatureServiceTest
class ResolvedLabelsIT extends ShopDatasets {

  private static final String LABEL =
      """
      label: %s
      entity: customer
      churned: {no: order.placed, where: "data.amountMinor > 30000", within: 30d}
      eligible: {at_least: 2, event: [order.placed, email.sent], within: 25d}
      """;
  private static final int LARGE = 30_000;
  private static final int AT_LEAST = 2;
  private static final List<Integer> DAYS_AGO = List.of(170, 120, 90, 61, 15);

  private final Random random = new Random(seed);
  private final List<Instant> moments =
      DAYS_AGO.stream().map(days -> now.minus(Duration.ofDays(days))).toList();
  private final Joins joins = new Joins();

  /** Whoever is joined to many may stay for ever; this one leaves, and is too young to tell. */
  private final String alone = "alone-" + UUID.randomUUID();

  private final List<String> everybody = Stream.concat(ids.stream(), Stream.of(alone)).toList();
  private final List<CustomerEvent> events = new ArrayList<>();

  ResolvedLabelsIT(@Autowired Store store) {
    super(store, "resolved_");
    store.postYaml("/v1/labels", LABEL.formatted(mine));
  }

  /** Events in any order, late ones, and ids that are joined and parted again; one goes alone. */
  private void fill() {
    events.addAll(shop.events(2_000));
    events.addAll(joins.random(random, ids, 15, now));
    for (int daysAgo : new int[] {125, 124, 20, 19}) {
      events.add(order(alone, daysAgo, daysAgo));
    }
    Collections.shuffle(events, random);
    take(events);
    ids.subList(0, 5).forEach(id -> joins.unmerge(store, id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"as_known", "as_happened"})
  void saysOfRandomEventsWhatTheRowsOfATrainingSetSay(String knownTime) {
    fill();
    Map<Question, String> rows = rowsOfTrainingSet(knownTime);

    Map<Question, JsonNode> answers = answers(knownTime);

    Map<Question, String> said = new HashMap<>();
    answers.forEach((question, answer) -> {
      String status = answer.path("status").stringValue();
      if (status.equals("PRESENT") || status.equals("IMMATURE")) {
        assertThat(status.equals("PRESENT")).isEqualTo(answer.has("value"));
        said.put(
            new Question(answer.path("canonicalId").stringValue(), question.at()),
            answer.path("value").asString(""));
      } else {
        assertThat(status).isEqualTo("INELIGIBLE");
      }
    });
    assertThat(said).as("seed %d", seed).isEqualTo(rows);
    assertThat(rows.values()).as("seed %d", seed).contains("0", "1", "");
    assertThat(answers.entrySet())
        .as("ids that went by another, seed %d", seed)
        .anyMatch(one ->
            !one.getValue().path("canonicalId").stringValue().equals(one.getKey().customer()));
  }

  @Test
  void saysOfRandomEventsWhatALoopOverThemSays() {
    fill();

    answers("as_known")
        .forEach((question, answer) -> {
          String outcome = outcome(question);
          assertThat(told(answer)).as("%s, seed %d", question, seed).isEqualTo(outcome);
        });
  }

  /** A customer at a moment. */
  private record Question(String customer, Instant at) {}

  private static String told(JsonNode answer) {
    return answer.path("status").stringValue() + answer.path("value").asString("");
  }

  /** What is true of a customer, found by looking at every event for every question. */
  private String outcome(Question question) {
    Map<String, String> then = joins.canonicalAt(question.at());
    Map<String, String> last = joins.canonicalAt(Instant.parse("9999-01-01T00:00:00Z"));
    Set<String> own = sameAs(question.customer(), then);
    Set<String> joined = new HashSet<>();
    own.forEach(id -> joined.addAll(sameAs(id, last)));
    joined.addAll(own);
    long at = ChronoUnit.MICROS.between(Instant.EPOCH, question.at());
    long day = Duration.ofDays(1).toNanos() / 1_000;
    int asked = 0;
    boolean stayed = false;
    for (CustomerEvent event : events) {
      boolean isOrder = event.type().equals("order.placed");
      if (own.contains(event.customerId())
          && (isOrder || event.type().equals("email.sent"))
          && event.knownMicros() <= at
          && event.timeMicros() >= at - 25 * day
          && event.timeMicros() < at) {
        asked++;
      }
      stayed |=
          isOrder
              && joined.contains(event.customerId())
              && event.data().path("amountMinor").intValue() > LARGE
              && event.timeMicros() >= at
              && event.timeMicros() < at + 30 * day;
    }
    if (asked < AT_LEAST) {
      return "INELIGIBLE";
    }
    return question.at().plus(Duration.ofDays(30)).isAfter(now)
        ? "IMMATURE"
        : stayed ? "PRESENT0" : "PRESENT1";
  }

  private Set<String> sameAs(String id, Map<String, String> canonical) {
    Set<String> same = new HashSet<>(Set.of(id));
    canonical.forEach((other, of) -> {
      if (of.equals(canonical.getOrDefault(id, id))) {
        same.add(other);
      }
    });
    return same;
  }

  private Map<Question, String> rowsOfTrainingSet(String knownTime) {
    JsonNode dataset =
        equality.build(
            Map.of(
                "view",
                mine,
                "label",
                mine,
                "knownTime",
                knownTime,
                "cutoffs",
                Map.of("at", moments)));
    complete(dataset);
    byte[] csv =
        store
            .bytes(
                "/v1/training-datasets/" + dataset.path("datasetId").stringValue() + "/rows",
                Map.of())
            .body();
    Map<Question, String> rows = new HashMap<>();
    Equality.parse(new String(csv, StandardCharsets.UTF_8)).stream()
        .skip(1)
        .filter(line -> everybody.contains(line.get(0)))
        .forEach(
            line -> rows.put(new Question(line.get(0), Instant.parse(line.get(1))), line.get(2)));
    return rows;
  }

  private Map<Question, JsonNode> answers(String knownTime) {
    List<Question> questions = new ArrayList<>();
    for (String id : everybody) {
      moments.forEach(at -> questions.add(new Question(id, at)));
    }
    Collections.shuffle(questions, random);
    List<Map<String, Object>> rows =
        questions.stream()
            .map(one -> Map.<String, Object>of("customerId", one.customer(), "at", one.at()))
            .toList();
    JsonNode answered = resolve(Map.of("label", mine, "knownTime", knownTime, "rows", rows));
    Map<Question, JsonNode> answers = new HashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      JsonNode answer = answered.path("rows").path(i);
      Question asked = questions.get(i);
      assertThat(answer.path("customerId").stringValue()).isEqualTo(asked.customer());
      assertThat(Instant.parse(answer.path("at").stringValue())).isEqualTo(asked.at());
      answers.put(asked, answer);
    }
    return answers;
  }

  private JsonNode resolve(Map<String, ?> request) {
    HttpResponse<String> answer = store.post("/v1/labels:resolve", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return store.json(answer);
  }

  @Test
  void tellsWhyThereIsNoLabel() {
    String asked = ids.get(0);
    String silent = ids.get(1);
    String gone = ids.get(2);
    take(
        List.of(
            order(asked, 70, 70),
            order(asked, 65, 65),
            order(asked, 3, 3),
            order(asked, 2, 2),
            order(gone, 65, 65),
            order(gone, 64, 64),
            event("ticket.opened", silent, micros(65))));
    HttpResponse<String> erased =
        store.delete(
            "/v1/customers/" + URLEncoder.encode(gone, StandardCharsets.UTF_8).replace("+", "%20"));
    assertThat(erased.statusCode()).as(erased.body()).isEqualTo(202);

    JsonNode past =
        resolve(
            Map.of(
                "label",
                mine,
                "at",
                moments.get(3),
                "customers",
                List.of("nobody " + mine, silent, asked, gone, asked)));
    assertThat(past.path("label").stringValue()).isEqualTo(mine);
    assertThat(past.path("horizon").stringValue()).isEqualTo("30d");
    assertThat(past.path("knownTime").stringValue()).isEqualTo("as_known");
    assertThat(past.path("rows"))
        .extracting(ResolvedLabelsIT::told)
        .containsExactly("UNKNOWN_ENTITY", "INELIGIBLE", "PRESENT1", "ERASED", "PRESENT1");
    assertThat(past.path("rows"))
        .noneMatch(row -> row.has("matureFrom"))
        .filteredOn(row -> row.path("status").stringValue().equals("ERASED"))
        .noneMatch(row -> row.has("value"));

    Instant future = now.plus(Duration.ofDays(400));
    List<JsonNode> young = new ArrayList<>();
    for (Instant at : List.of(now.minus(Duration.ofDays(1)), future)) {
      resolve(Map.of("label", mine, "at", at, "customers", List.of(asked, "nobody " + mine)))
          .path("rows")
          .forEach(young::add);
    }
    assertThat(young)
        .extracting(ResolvedLabelsIT::told)
        .containsExactly("IMMATURE", "UNKNOWN_ENTITY", "IMMATURE", "UNKNOWN_ENTITY");
    assertThat(young.get(0).path("matureFrom").stringValue())
        .isEqualTo(now.plus(Duration.ofDays(29)).toString());
    assertThat(young.get(2).path("matureFrom").stringValue())
        .isEqualTo(future.plus(Duration.ofDays(30)).toString());
  }

  private static CustomerEvent event(String type, String customer, long micros) {
    return new CustomerEvent(
        "/shop/late",
        UUID.randomUUID().toString(),
        type,
        customer,
        micros,
        micros,
        JsonMapper.shared().createObjectNode());
  }

  @Test
  void namesWhatIsWrongWithAQuestion() {
    Map<String, Object> row = Map.of("customerId", "a", "at", "2026-01-01T00:00:00Z");
    refuses(Map.of("rows", List.of(row)), "label");
    refuses(Map.of("label", mine), "customers");
    refuses(Map.of("label", mine, "customers", List.of("a")), "at");
    refuses(Map.of("label", mine, "rows", List.of(row), "at", "2026-01-01T00:00:00Z"), "at");
    refuses(
        Map.of(
            "label",
            mine,
            "rows",
            List.of(row),
            "customers",
            List.of("a"),
            "at",
            "2026-01-01T00:00:00Z"),
        "customers");
    refuses(Map.of("label", mine, "rows", List.of(row, Map.of("customerId", "b"))), "rows[1].at");
    refuses(
        Map.of("label", mine, "rows", List.of(Map.of("at", "2026-01-01T00:00:00Z"))),
        "rows[0].customerId");
    refuses(Map.of("label", mine, "rows", Collections.nCopies(501, row)), "rows");
    refuses(Map.of("label", mine, "rows", List.of()), "rows");
    for (String far : List.of("-4800-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z")) {
      refuses(
          Map.of("label", mine, "rows", List.of(row, Map.of("customerId", "b", "at", far))),
          "rows[1]");
      refuses(Map.of("label", mine, "customers", List.of("b"), "at", far), "at");
    }
    HttpResponse<String> unknown =
        store.post("/v1/labels:resolve", Map.of("label", "nobody's", "rows", List.of(row)));
    assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(404);
    assertThat(store.json(unknown).path("type").stringValue()).endsWith("/unknown-label");
  }

  private void refuses(Map<String, ?> request, String member) {
    HttpResponse<String> refused = store.post("/v1/labels:resolve", request);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(store.json(refused).path("errors"))
        .as(refused.body())
        .extracting(error -> error.path("field").stringValue())
        .contains(member);
  }
}
