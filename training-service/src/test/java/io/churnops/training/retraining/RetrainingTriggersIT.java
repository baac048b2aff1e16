package io.churnops.training.retraining;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.platform.test.TestServers;
import io.churnops.training.RunningService;
import io.churnops.training.datasets.ShopDataset;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Retrainings that nobody asks for over HTTP: by the clock, and from Kafka. */
class RetrainingTriggersIT extends RunningService {

  private static final String FAILED = FEATURES.offerFailed();

  @Autowired private KafkaTemplate<String, byte[]> kafka;
  @Autowired private ConsumerFactory<String, byte[]> consumers;
  @Autowired private JdbcClient jdbc;

  @Test
  void beginsOneRetrainingForAMessageThatComesTwice() {
    String first = message("topic-model", FAILED);
    ask(first);
    ask(first);
    ask("{\"eventId\": ");
    ask(null);
    ask(message("topic-model", FAILED).replace("\"model\"", "\"modell\""));
    ask(message("Topic Model", FAILED));
    ask("{\"eventId\": \"%s\", \"requestedBy\": \"t\", \"model\": \"x\"}".formatted(unique("e")));
    ask(first.replace(FAILED, datasetId()));
    ask(message("topic-model", "no-id"));
    ask(message("topic-last", FAILED));

    await().until(() -> retrainings("topic-last").size() == 1);
    assertThat(retrainings("topic-model")).hasSize(1);
    JsonNode begun = retrainings("topic-model").getFirst();
    assertThat(begun.get("source").asString()).isEqualTo("TOPIC");
    assertThat(begun.get("requestedBy").asString()).isEqualTo("a-test");
    assertThat(letters())
        .containsExactly(
            "malformed_json",
            "malformed_json",
            "malformed_json",
            "invalid_request",
            "nothing_to_retrain",
            "idempotency_key_reused",
            "invalid_request");
  }

  private static String message(String model, String dataset) {
    return """
    {"eventId": "%s", "requestedBy": "a-test", "model": "%s", "dataset": {"id": "%s"}}\
    """
        .formatted(unique("event"), model, dataset);
  }

  private void ask(@Nullable String message) {
    kafka
        .send(Topics.TRAINING_REQUESTS, "key", message == null ? null : message.getBytes(UTF_8))
        .join();
  }

  private List<JsonNode> retrainings(String model) {
    return get("/v1/retraining?model=" + model).json().get("items").valueStream().toList();
  }

  private List<String> letters() {
    List<String> codes = new ArrayList<>();
    try (var consumer = consumers.createConsumer("letters-" + unique("test"), null)) {
      var partition = new TopicPartition(Topics.TRAINING_REQUESTS + "-dlt", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
          codes.add(
              new String(
                  letter.headers().lastHeader(CloudEventHeaders.DEAD_LETTER_CODE).value(), UTF_8));
        }
      }
    }
    return codes;
  }

  @Test
  void retrainsOnceForAllTimesThatWereMissed() {
    Schedule set = set("clocked", FAILED);
    assertThat(set.nextAt()).isAfter(Instant.parse(set.setAt().toString()));
    makeDue("clocked");

    await().until(() -> get("/v1/retraining-schedules/clocked").json().has("lastRetrainingId"));
    JsonNode fired = get("/v1/retraining-schedules/clocked").json();
    assertThat(Instant.parse(fired.get("nextAt").asString()))
        .isAfter(Instant.parse(fired.get("lastAt").asString()));
    assertThat(retrainings("clocked"))
        .singleElement()
        .satisfies(begun -> {
          assertThat(begun.get("source").asString()).isEqualTo("SCHEDULE");
          assertThat(begun.get("requestedBy").asString()).isEqualTo("admin");
          assertThat(begun.get("retrainingId")).isEqualTo(fired.get("lastRetrainingId"));
        });
  }

  @Test
  void passesATimeOverWhileTheModelIsBeingRetrained() {
    ShopDataset building = ShopDataset.of(datasetId(), 120, 3, 30, 1);
    FEATURES.offer(
        building, building.answer().put("status", "RUNNING").putNull("manifest"), building.csv());
    String body = "{\"model\": \"busy\", \"dataset\": {\"id\": \"%s\"}}".formatted(building.id());
    assertThat(post("/v1/retraining", body).status()).isEqualTo(202);
    set("busy", FAILED);
    makeDue("busy");

    await().until(() -> get("/v1/retraining-schedules/busy").json().has("lastTold"));
    assertThat(get("/v1/retraining-schedules/busy").json().get("lastTold").asString())
        .contains("still being retrained");
    assertThat(retrainings("busy")).hasSize(1);
    FEATURES.offer(building);
  }

  private Schedule set(String model, String dataset) {
    Answer answer = put("/v1/retraining-schedules/" + model, schedule("0 30 4 * * MON", dataset));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return JsonMapper.shared().readValue(answer.text(), Schedule.class);
  }

  private static String schedule(String cron, String dataset) {
    return """
    {"cron": "%s", "zone": "Europe/Berlin", "dataset": {"id": "%s"}}\
    """
        .formatted(cron, dataset);
  }

  private void makeDue(String model) {
    jdbc.sql(
            """
            update registry.retraining_schedule set next_at = next_at - interval '21 days'
            where model_name = ?
            """)
        .param(model)
        .update();
  }

  @Test
  void listsAndRemovesSchedules() {
    set("listed-a", FAILED);
    set("listed-b", FAILED);

    JsonNode page = get("/v1/retraining-schedules?cursor=listed-&limit=1").json();
    assertThat(page.at("/items/0/model").asString()).isEqualTo("listed-a");
    assertThat(page.get("nextCursor").asString()).isEqualTo("listed-a");
    assertThat(send(request("/v1/retraining-schedules/listed-a").DELETE()).status()).isEqualTo(204);
    assertThat(send(request("/v1/retraining-schedules/listed-a").DELETE()).status()).isEqualTo(404);
    assertThat(get("/v1/retraining-schedules/listed-a").status()).isEqualTo(404);
    JsonNode lines = get("/v1/audit?subject=listed-a").json().get("items");
    assertThat(lines.valueStream().map(line -> line.get("action").asString()))
        .containsExactly("schedule.removed", "schedule.set");
    assertThat(lines.valueStream().map(line -> line.get("actor").asString())).containsOnly("admin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"cron\": \"0 30 4 * * MON\", \"zone\": \"Mars/Olympus\", \"dataset\": {\"id\": \"d\"}}",
        "{\"cron\": \"30 4 * * MON\", \"zone\": \"UTC\", \"dataset\": {\"id\": \"d\"}}",
        "{\"cron\": \"0 */30 * * * *\", \"zone\": \"UTC\", \"dataset\": {\"id\": \"d\"}}",
        "{\"cron\": \"0 0 0 31 2 *\", \"zone\": \"UTC\", \"dataset\": {\"id\": \"d\"}}",
        "{\"cron\": \"0 30 4 * * MON\", \"dataset\": {\"id\": \"d\"}}",
        "{\"cron\": \"0 30 4 * * MON\", \"zone\": \"UTC\"}",
        "{\"cron\": \"0 30 4 * * MON\", \"zone\": \"UTC\", \"dataset\": {}}"
      })
  void refusesASchedule(String body) {
    Answer answer =
        put("/v1/retraining-schedules/refused", body.replace("\"d\"", "\"" + FAILED + "\""));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(get("/v1/retraining-schedules/refused").status()).isEqualTo(404);
  }

  @Test
  void refusesAScheduleOfADatasetThatThereIsNot() {
    Answer noId = put("/v1/retraining-schedules/refused", schedule("0 30 4 * * MON", "no-id"));
    assertThat(noId.status()).isEqualTo(422);
    assertThat(noId.json().at("/errors/0/field").asString()).isEqualTo("dataset.id");

    Answer unknown =
        put("/v1/retraining-schedules/refused", schedule("0 30 4 * * MON", datasetId()));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().get("type").asString()).endsWith("/unknown-dataset");
    assertThat(get("/v1/retraining-schedules/refused").status()).isEqualTo(404);
  }

  @Test
  void needsTheScopesOfARetraining() {
    assertThat(
            send(request("/v1/retraining-schedules/scoped")
                    .setHeader("Authorization", "Bearer " + TestServers.keyFor("training:run"))
                    .PUT(BodyPublishers.ofString(schedule("0 30 4 * * MON", FAILED))))
                .status())
        .isEqualTo(403);
  }
}
