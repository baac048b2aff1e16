package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.Topics;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.test.TestServers;
import io.churnops.training.datasets.ShopDataset;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AliasesIT extends RunningService {

  private static String dataset = "";

  @Value("${CHURNOPS_DATA_DIR}")
  private Path dataDir;

  @BeforeAll
  static void offerDataset() {
    dataset = FEATURES.offer(ShopDataset.of(datasetId(), 200, 3, 30, 11));
  }

  @Test
  void movesAnAliasAndRemembersEveryMove() {
    train("moved", dataset, "never");
    train("moved", dataset, "never");

    assertThat(move("moved", "champion", 1, "first").status()).isEqualTo(200);
    JsonNode alias = move("moved", "champion", 2, "newer").json();
    assertThat(alias.get("version").asInt()).isEqualTo(2);
    assertThat(alias.get("movedBy").asString()).isEqualTo("admin");
    assertThat(get("/v1/models/moved/aliases/champion").json()).isEqualTo(alias);
    JsonNode moves = get("/v1/models/moved/aliases/champion/history").json().get("moves");
    assertThat(moves.valueStream().map(entry -> entry.get("reason").asString()))
        .containsExactly("newer", "first");
    assertThat(moves.at("/0/previousVersion").asInt()).isEqualTo(1);
    assertThat(moves.at("/1/previousVersion").isNull()).isTrue();
    String champion = "/v1/models/moved/aliases/champion?at=";
    String second = moves.at("/0/movedAt").asString();
    assertThat(get(champion + second).json().get("version").asInt()).isEqualTo(2);
    String before = Instant.parse(second).minusNanos(1_000).toString();
    assertThat(get(champion + before).json().get("reason").asString()).isEqualTo("first");
    assertThat(problem(get(champion + "2026-01-01T00:00:00Z"), 404)).isEqualTo("unknown-alias");
    assertThat(get(champion + "yesterday").status()).isEqualTo(400);
  }

  @Test
  void announcesEachMoveOnceAndInOrder() {
    train("announced", dataset, "never");
    train("announced", dataset, "never");
    move("announced", "champion", 1, "first");
    move("announced", "champion", 1, "again, which moves nothing");
    move("announced", "champion", 2, "second");

    await()
        .untilAsserted(() ->
            assertThat(lifecycleOf("announced"))
                .extracting(message -> message.get("reason").asString())
                .containsExactly("first", "second"));
    JsonNode second = lifecycleOf("announced").getLast();
    assertThat(second.get("type").asString()).isEqualTo("alias.moved");
    assertThat(second.get("modelVersion").asInt()).isEqualTo(2);
    assertThat(second.get("previousVersion").asInt()).isEqualTo(1);
  }

  @Test
  void removesAnAliasAndKeepsItsHistory() {
    train("unaliased", dataset, "never");
    move("unaliased", "shadow", 1, "first");

    String shadow = "/v1/models/unaliased/aliases/shadow";
    assertThat(remove(shadow + "?reason=%20").status()).isEqualTo(422);
    assertThat(remove(shadow + "?reason=over").status()).isEqualTo(204);
    assertThat(remove(shadow + "?reason=again").status()).isEqualTo(204);
    assertThat(problem(get(shadow), 404)).isEqualTo("unknown-alias");
    assertThat(problem(get(shadow + "?at=2100-01-01T00:00:00Z"), 404)).isEqualTo("unknown-alias");
    assertThat(get(shadow + "/history").json().at("/moves/0/version").asInt(-1)).isZero();
    assertThat(problem(get("/v1/models/unaliased/aliases/none/history"), 404))
        .isEqualTo("unknown-alias");
    JsonNode removal = get("/v1/audit?subject=unaliased/shadow&limit=1").json().at("/items/0");
    assertThat(removal.get("action").asString()).isEqualTo("alias.removed");
    assertThat(removal.at("/detail/reason").asString()).isEqualTo("over");
    await()
        .untilAsserted(() ->
            assertThat(lifecycleOf("unaliased"))
                .extracting(message -> message.get("type").asString())
                .containsExactly("alias.moved", "alias.removed"));
    JsonNode told = lifecycleOf("unaliased").getLast();
    assertThat(told.get("modelVersion").asInt()).isZero();
    assertThat(told.get("previousVersion").asInt()).isEqualTo(1);
    move("unaliased", "shadow", 1, "again");
    JsonNode moves = get(shadow + "/history").json().get("moves");
    assertThat(moves.valueStream().map(entry -> entry.get("version").asInt()))
        .containsExactly(1, 0, 1);
  }

  @Test
  void removesTheChampionsAliasByForceAlone() {
    train("dethroned", dataset, "always");

    String champion = "/v1/models/dethroned/aliases/champion?reason=a%20test";
    assertThat(problem(remove(champion), 409)).isEqualTo("champion-needed");
    assertThat(get("/v1/models/dethroned/aliases/champion").status()).isEqualTo(200);
    assertThat(remove(champion + "&force=true").status()).isEqualTo(204);
    assertThat(get("/v1/models/dethroned/aliases/champion").status()).isEqualTo(404);
    assertThat(problem(remove("/v1/models/none/aliases/champion?reason=x"), 404))
        .isEqualTo("unknown-model");
  }

  private Answer remove(String path) {
    return send(request(path).DELETE());
  }

  @Test
  void describesAndTagsModelsAndVersions() {
    train("described", dataset, "never");
    String model = "/v1/models/described";

    JsonNode first =
        patch(model, "{\"description\": \"for mails\", \"tags\": {\"a\": \"1\", \"b\": \"2\"}}")
            .json();
    assertThat(first.get("description").asString()).isEqualTo("for mails");
    JsonNode second = patch(model, "{\"tags\": {\"a\": null, \"b\": \"3\"}}").json();
    assertThat(second.get("description").asString()).isEqualTo("for mails");
    assertThat(second.get("tags").toString()).isEqualTo("{\"b\":\"3\"}");
    JsonNode version =
        patch(model + "/versions/1", "{\"description\": \"kept\", \"tags\": {\"v\": \"\"}}").json();
    assertThat(version.get("description").asString()).isEqualTo("kept");
    assertThat(get(model).json().at("/versions/0/tags").toString()).isEqualTo("{\"v\":\"\"}");
    JsonNode said = get("/v1/audit?subject=described/1&limit=1").json().at("/items/0");
    assertThat(said.get("action").asString()).isEqualTo("version.described");
    for (String nothing : List.of("{}", "{\"description\": \"kept\", \"tags\": {\"v\": \"\"}}")) {
      assertThat(patch(model + "/versions/1", nothing).json()).isEqualTo(version);
    }
    assertThat(patch(model, "{\"tags\": {\"a\": null}}").status()).isEqualTo(200);
    assertThat(get("/v1/audit?subject=described/1&limit=1").json().at("/items/0")).isEqualTo(said);
    assertThat(get("/v1/audit?subject=described&action=model.described").json().get("items"))
        .hasSize(2);

    String many =
        IntStream.range(0, 100)
            .mapToObj("\"t%d\": \"\""::formatted)
            .collect(Collectors.joining(","));
    assertThat(problem(patch(model, "{\"tags\": {" + many + "}}"), 422)).isEqualTo("too-many-tags");
    assertThat(get(model).json().get("tags").size()).isEqualTo(1);
    assertThat(patch(model, "{\"tags\": {\"\": \"no key\"}}").status()).isEqualTo(422);
    assertThat(patch(model, "{\"description\": \"\\u0000\"}").status()).isEqualTo(422);
    assertThat(problem(patch("/v1/models/none", "{}"), 404)).isEqualTo("unknown-model");
    assertThat(problem(patch(model + "/versions/9", "{}"), 404)).isEqualTo("unknown-model-version");
  }

  private Answer patch(String path, String body) {
    return send(request(path).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void announcesLaterWhatKafkaCouldNotTake() {
    LocalPlatform local = TestServers.shared().local().orElseThrow();
    train("late", dataset, "never");
    local.kafka().stop();
    try {
      assertThat(move("late", "champion", 1, "without a broker").status()).isEqualTo(200);
      assertThat(move("late", "challenger", 1, "without one, too").status()).isEqualTo(200);
    } finally {
      local.kafka().start();
    }

    await()
        .untilAsserted(() ->
            assertThat(lifecycleOf("late"))
                .extracting(message -> message.get("reason").asString())
                .containsExactly("without a broker", "without one, too"));
  }

  @Test
  void refusesVersionsAndModelsThatDoNotExist() {
    train("known", dataset, "never");

    assertThat(problem(move("known", "champion", 9, "?"), 404)).isEqualTo("unknown-model-version");
    assertThat(problem(move("unknown", "champion", 1, "?"), 404))
        .isEqualTo("unknown-model-version");
    assertThat(problem(get("/v1/models/unknown"), 404)).isEqualTo("unknown-model");
    assertThat(problem(get("/v1/models/known/aliases/none"), 404)).isEqualTo("unknown-alias");
    assertThat(problem(get("/v1/models/known/versions/9/card"), 404))
        .isEqualTo("unknown-model-version");
    assertThat(move("known", "Not A Name", 1, "?").status()).isEqualTo(422);
    assertThat(move("known", "champion", 1, " ").status()).isEqualTo(422);
    assertThat(move("known", "champion", 1, "\\u0000").status()).isEqualTo(422);
  }

  @Test
  void refusesToMoveAnAliasThatSomebodyElseMoved() {
    train("contended", dataset, "always");
    train("contended", dataset, "never");
    String body =
        "{\"version\": 2, \"reason\": \"mine\", \"expectedVersion\": %d, \"force\": true}";
    String path = "/v1/models/contended/aliases/champion";

    assertThat(problem(put(path, body.formatted(0)), 409)).isEqualTo("alias-moved-meanwhile");
    assertThat(put(path, body.formatted(1)).status()).isEqualTo(200);
    assertThat(problem(put(path, body.formatted(1)), 409)).isEqualTo("alias-moved-meanwhile");
  }

  @Test
  void letsOneOfManyMovesAtOnceHaveItsWay() throws Exception {
    train("raced", dataset, "never");
    String body = "{\"version\": 1, \"reason\": \"%d\", \"expectedVersion\": 0}";
    List<Callable<Integer>> moves = new ArrayList<>();
    for (int racer = 0; racer < 8; racer++) {
      String move = body.formatted(racer);
      moves.add(() -> put("/v1/models/raced/aliases/champion", move).status());
    }

    List<Integer> answers = new ArrayList<>();
    try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : racers.invokeAll(moves)) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).containsOnly(200, 409).containsOnlyOnce(200);
    assertThat(get("/v1/models/raced/aliases/champion/history").json().get("moves")).hasSize(1);
  }

  @Test
  void refusesAnArtefactThatWasTamperedWith() throws IOException {
    train("tampered", dataset, "never");
    Path forest = folderOf("tampered", 1).resolve("forest.bin");
    Files.write(forest, new byte[] {1}, StandardOpenOption.APPEND);

    assertThat(problem(move("tampered", "champion", 1, "?"), 422)).isEqualTo("artefact-refused");
    assertThat(get("/v1/models/tampered/aliases/champion").status()).isEqualTo(404);
    assertThat(problem(get("/v1/models/tampered/versions/1/artefact"), 422))
        .isEqualTo("artefact-refused");
  }

  @Test
  void refusesTheArtefactOfAnotherVersion() throws IOException {
    train("swapped", dataset, "never");
    train("swapped", dataset, "never");
    Path first = folderOf("swapped", 1);
    Files.move(first, first.resolveSibling("aside"));
    Files.move(folderOf("swapped", 2), first);

    assertThat(problem(move("swapped", "champion", 1, "?"), 422)).isEqualTo("artefact-refused");
  }

  @Test
  void promotesTheFirstModelAndThenOnlyBetterOnes() {
    assertThat(train("gated", dataset, "if_better")).isEqualTo(1);
    JsonNode again = ended(start("gated", dataset, "if_better"));

    assertThat(again.at("/promotion/promoted").asBoolean()).isFalse();
    assertThat(again.at("/promotion/comparison/difference").asDouble()).isZero();
    assertThat(again.at("/promotion/comparison/championKnewTheTime").asBoolean()).isFalse();
    assertThat(get("/v1/models/gated/aliases/champion").json().get("version").asInt()).isEqualTo(1);
  }

  @Test
  void promotesAChallengerThatIsBetterBeyondChance() {
    ShopDataset blind = ShopDataset.of(datasetId(), 400, 4, 30, 12);
    blind.lines().replaceAll(ShopDataset.Line::withoutKnowledge);
    train("improved", FEATURES.offer(blind), "always");
    ShopDataset seeing = ShopDataset.of(datasetId(), 400, 4, 30, 12);

    JsonNode run = ended(start("improved", FEATURES.offer(seeing), "if_better"));
    assertThat(run.at("/promotion/promoted").asBoolean()).as(run.toString()).isTrue();
    assertThat(run.at("/promotion/comparison/low").asDouble()).isPositive();
    JsonNode champion = get("/v1/models/improved/aliases/champion").json();
    assertThat(champion.get("version").asInt()).isEqualTo(2);
    assertThat(champion.get("reason")).isEqualTo(run.at("/promotion/reason"));
  }

  @Test
  void letsServingAndMonitoringReadTheRegistryAndNobodyRewriteIt() throws SQLException {
    train("shared", dataset, "always");

    for (String reader : List.of("serving", "monitoring")) {
      try (Connection connection = connect(reader)) {
        assertThat(
                count(
                    connection,
                    "select count(*) from registry.model_alias a join registry.model_version v"
                        + " using (model_name, version) where a.model_name = 'shared'"))
            .isEqualTo(1);
        assertThatThrownBy(() -> execute(connection, "delete from registry.model_alias"))
            .hasMessageContaining("permission denied");
      }
    }
    try (Connection owner = connect("registry")) {
      assertThat(
              count(
                  owner,
                  "select count(*) from registry.audit where subject like 'shared/%'"
                      + " and actor = 'admin'"))
          .isEqualTo(2);
      for (String rewriting :
          List.of(
              "delete from registry.audit",
              "update registry.model_alias_history set reason = ''",
              "update registry.model_version set threshold = 0.5",
              "delete from registry.model_version")) {
        assertThatThrownBy(() -> execute(owner, rewriting)).hasMessageContaining("refused");
      }
    }
  }

  @Test
  void showsWhichVersionAnAliasMeans() {
    train("measured", dataset, "always");

    await()
        .untilAsserted(() ->
            assertThat(get("/actuator/prometheus").text().lines())
                .anyMatch(line ->
                    line.startsWith("churnops_registry_alias_version{")
                        && line.contains("model=\"measured\"")
                        && line.contains("alias=\"champion\"")
                        && line.endsWith(" 1.0")));
  }

  private Path folderOf(String model, int version) throws IOException {
    try (Stream<Path> folders = Files.list(dataDir.resolve("artefacts").resolve(model))) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith(version + "-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private Answer move(String model, String alias, int version, String reason) {
    return put(
        "/v1/models/" + model + "/aliases/" + alias.replace(" ", "%20"),
        "{\"version\": %d, \"reason\": \"%s\", \"force\": true}".formatted(version, reason));
  }

  private static String problem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    String type = answer.json().get("type").asString();
    return type.substring(type.lastIndexOf('/') + 1);
  }

  private static Connection connect(String role) throws SQLException {
    return DriverManager.getConnection(TestServers.shared().postgresUrl(), role, "test");
  }

  private static int count(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void execute(Connection connection, String statementText) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(statementText);
    }
  }

  /** All messages of a model, in their order. */
  private static List<JsonNode> lifecycleOf(String model) {
    var partition = new TopicPartition(Topics.MODEL_LIFECYCLE, 0);
    List<JsonNode> messages = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", TestServers.shared().kafkaBootstrap()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofSeconds(1))) {
          if (message.key().equals(model)) {
            messages.add(JsonMapper.shared().readTree(message.value()));
          }
        }
      }
    }
    return messages;
  }
}
