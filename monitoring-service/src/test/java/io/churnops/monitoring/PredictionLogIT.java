package io.churnops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.LocalPlatform;
import io.churnops.platform.test.TestServers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Predictions from the log into the database, through redelivery, bad neighbours and faults. */
class PredictionLogIT extends MonitoringSuite {

  @Test
  void keepsAPredictionAsItWasLogged() {
    String model = unique("kept");
    String customer = unique("C");
    String id = UUID.randomUUID().toString();
    Message message = Predictions.of(model).one(id, customer);
    log(message);

    JsonNode kept =
        await().atMost(SOON).until(() -> get("/v1/predictions/" + id), Answer::isOk).json();

    JsonNode logged = JSON.readTree(Objects.requireNonNull(message.value()));
    logged
        .properties()
        .forEach(member -> {
          if (!member.getKey().equals("evaluatedAt") && !member.getKey().equals("featuresAsOf")) {
            assertThat(kept.get(member.getKey())).as(member.getKey()).isEqualTo(member.getValue());
          }
        });
    JsonNode ofCustomer = get("/v1/predictions?customer=" + customer).json();
    assertThat(ofCustomer.get("predictions")).containsExactly(kept);
  }

  @Test
  void countsAPredictionOnceHoweverOftenItIsDelivered() throws Exception {
    String model = unique("again");
    register(model, Predictions.BASELINE);
    Predictions predictions = Predictions.of(model);
    log(predictions.usual(1));
    await().atMost(SOON).until(this::hasReadEverything);
    var before = position();
    double taken = metric("churnops_monitoring_predictions_total");
    List<Message> messages = predictions.usual(50);
    log(messages);
    log(messages);
    driftOf(model, 51);
    await().atMost(SOON).until(this::hasReadEverything);

    readAgainFrom(before);

    await().atMost(SOON).until(() -> !position().equals(before) && hasReadEverything());
    log(predictions.usual(1));
    driftOf(model, 52);
    await().atMost(SOON).until(this::hasReadEverything);
    assertThat(metric("churnops_monitoring_predictions_total")).isEqualTo(taken + 51);
  }

  @Test
  void buriesBadRecordsAloneAndOnce() {
    String model = unique("bad");
    register(model, Predictions.BASELINE);
    String customer = unique("C");
    List<Message> good = Predictions.of(model).usual(6);
    logTo(
        0,
        List.of(
            good.get(0),
            Message.of(customer, "not JSON"),
            good.get(1),
            new Message(customer, null),
            good.get(2),
            Message.of(customer, "[".repeat(5_000)),
            good.get(3),
            Message.of(customer, text(good.get(4)).replace("\"inputs\"", "\"outputs\"")),
            Message.of(customer, text(good.get(4)).replace("At\": \"", "At\": \"+99999")),
            good.get(5)));

    driftOf(model, 5);
    await().atMost(SOON).until(this::hasReadEverything);
    var letters = deadLetters(customer);
    assertThat(letters)
        .hasSize(5)
        .allSatisfy(letter -> {
          assertThat(letter.partition()).isZero();
          assertThat(reason(letter, "code")).isEqualTo("unreadable_prediction");
          assertThat(reason(letter, "detail")).isNotBlank();
        });
    assertThat(metric("churnops_monitoring_deadletter_total")).isGreaterThanOrEqualTo(5);
  }

  @Test
  void buriesWhatTheDatabaseRefusesAndKeepsItsNeighbours() {
    String model = unique("refused");
    register(model, Predictions.BASELINE);
    String customer = unique("C-refused");
    List<Message> messages = new ArrayList<>(Predictions.of(model).usual(8));
    messages.add(4, Predictions.of(model).one(UUID.randomUUID().toString(), customer));
    execute(
        "monitoring",
        "alter table prediction add constraint refused check (customer_id not like 'C-refused%')");
    try {
      logTo(0, messages);
      driftOf(model, 8);
      await().atMost(SOON).until(() -> deadLetters(customer).size() == 1);
    } finally {
      execute("monitoring", "alter table prediction drop constraint refused");
    }
    assertThat(deadLetters(customer))
        .extracting(letter -> reason(letter, "code"))
        .containsExactly("refused_prediction");
  }

  @Test
  void takesTheLongestCustomerIds() {
    String model = unique("long");
    register(model, Predictions.BASELINE);
    // Three bytes each, and none alike, so that nothing makes them shorter.
    String customer =
        unique("C")
            + new SplittableRandom(1)
                .ints(980, 0x4e00, 0x9fff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    log(Predictions.of(model).one(UUID.randomUUID().toString(), customer));

    driftOf(model, 1);
  }

  @Test
  void countsPredictionsThatCameBeforeTheirBaselineOnce() {
    String model = unique("early");
    List<Message> messages = Predictions.of(model).usual(40);
    log(messages);
    await().atMost(SOON).until(this::hasReadEverything);
    assertThat(get("/v1/drift?version=1&model=" + model).problem()).isEqualTo("unknown-version");

    register(model, Predictions.BASELINE);

    driftOf(model, 40);
    log(messages);
    log(Predictions.of(model).usual(1));
    await().atMost(SOON).until(this::hasReadEverything);
    driftOf(model, 41);
  }

  @Test
  void losesAndBuriesNothingWhileTheDatabaseIsAway() {
    Optional<LocalPlatform> local = TestServers.shared().local();
    assumeThat(local).isPresent();
    String model = unique("away");
    register(model, Predictions.BASELINE);
    List<Message> messages = Predictions.of(model).usual(60);
    String customer = unique("C");
    log(messages.subList(0, 20));
    driftOf(model, 20);
    local.get().postgres().stop();
    try {
      logTo(1, List.of(Message.of(customer, "bad among the good")));
      log(messages.subList(20, 60));
      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            Answer answer = get("/v1/drift?model=" + model);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("store-unavailable");
            assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
          });
      assertThat(get("/livez").status()).isEqualTo(200);
    } finally {
      local.get().postgres().start();
    }
    driftOf(model, 60);
    await().atMost(SOON).until(this::hasReadEverything);
    List<String> buried = deadLetters().stream().map(ConsumerRecord::key).toList();
    assertThat(buried).containsOnlyOnce(customer);
    assertThat(buried).doesNotContainAnyElementsOf(messages.stream().map(Message::key).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/predictions/0199f3a1-7d3c-7c11-9a4e-000000000000, 404, unknown-prediction",
    "/v1/predictions/not-an-id, 400, bad-request",
    "/v1/predictions, 400, bad-request",
    "/v1/predictions?customer=, 422, invalid-request",
    "/v1/predictions?customer=%00, 422, invalid-request",
    "/v1/predictions?customer=C-1&limit=0, 422, invalid-request",
    "/v1/predictions?customer=C-1&limit=501, 422, invalid-request"
  })
  void answersWithAProblem(String path, int status, String problem) {
    Answer answer = get(path);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  private static String text(Message message) {
    return new String(Objects.requireNonNull(message.value()), StandardCharsets.UTF_8);
  }
}
