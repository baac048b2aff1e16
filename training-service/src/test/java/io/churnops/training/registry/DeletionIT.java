package io.churnops.training.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.Patience;
import io.churnops.platform.test.TestServers;
import io.churnops.training.RunningService;
import io.churnops.training.datasets.ShopDataset;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class DeletionIT extends RunningService {

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private static String dataset = "";

  @Autowired private ArtefactStore artefacts;
  @Autowired private CollectGarbage collectGarbage;

  @BeforeAll
  static void offerDataset() {
    dataset = FEATURES.offer(ShopDataset.of(datasetId(), 120, 3, 30, 31));
  }

  @Test
  void hidesADeletedVersionAndBringsItBack() {
    train("hidden", dataset, "never");
    train("hidden", dataset, "never");

    assertThat(delete("hidden", 1).status()).isEqualTo(204);
    assertThat(delete("hidden", 1).status()).isEqualTo(204);
    assertThat(versions("/v1/models/hidden")).containsExactly(2);
    assertThat(versions("/v1/models/hidden?deleted=true")).containsExactly(2, 1);
    assertThat(get("/v1/models/hidden/versions/1").json().get("status").asString())
        .isEqualTo("DELETED");
    assertThat(promote("hidden", 1).json().get("type").asString()).endsWith("/version-deleted");

    Answer restored = post("/v1/models/hidden/versions/1:restore", "");
    assertThat(restored.json().get("status").asString()).isEqualTo("READY");
    assertThat(promote("hidden", 1).status()).isEqualTo(200);
    assertThat(delete("hidden", 9).status()).isEqualTo(404);
  }

  @Test
  void keepsAVersionThatAnAliasMeans() {
    train("meant", dataset, "always");

    Answer refused = delete("meant", 1);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asString()).contains("is its champion");
    assertThat(versions("/v1/models/meant")).containsExactly(1);
  }

  @Test
  void removesTheArtefactWhenRetentionEndsAndKeepsTheRow() throws Exception {
    train("expired", dataset, "never");
    train("expired", dataset, "never");
    delete("expired", 1);
    for (Path folder : folders("expired")) {
      age(folder);
    }
    collectGarbage.collect();
    assertThat(folders("expired")).hasSize(2);
    execute(
        "update model_version set deleted_at = '2026-02-01' where model_name = 'expired' and"
            + " status = 'DELETED'");

    collectGarbage.collect();

    assertThat(folders("expired")).hasSize(1);
    assertThat(get("/v1/models/expired/versions/1/artefact").status()).isEqualTo(410);
    assertThat(post("/v1/models/expired/versions/1:restore", "").status()).isEqualTo(410);
    assertThat(get("/v1/models/expired/versions/1/card").status()).isEqualTo(200);
    assertThat(get("/v1/models/expired/versions/2/artefact").status()).isEqualTo(200);
    JsonNode last = get("/v1/audit?subject=expired/1&limit=1").json().at("/items/0");
    assertThat(last.get("action").asString()).isEqualTo("version.removed");
    assertThat(train("expired", dataset, "never")).isEqualTo(3);
  }

  @Test
  void restoresNothingWhoseRetentionEndsMeanwhile() throws Exception {
    train("raced-restore", dataset, "never");
    delete("raced-restore", 1);
    try (Connection retention = connect();
        ExecutorService restorer = Executors.newVirtualThreadPerTaskExecutor()) {
      retention.setAutoCommit(false);
      execute(
          retention,
          "update registry.model_version set status = 'REMOVED', removed_at = now()"
              + " where model_name = 'raced-restore'");
      Future<Answer> answer =
          restorer.submit(() -> post("/v1/models/raced-restore/versions/1:restore", ""));
      await().until(() -> waitsForALock(retention));
      retention.commit();

      assertThat(answer.get().json().get("type").asString()).endsWith("/artefact-removed");
    }
  }

  @Test
  void givesANameToOneOfTwoThatTakeItAtOnce() throws Exception {
    String api = "/api/2.0/mlflow/registered-models/";
    assertThat(post(api + "create", "{\"name\": \"named-late\"}").status()).isEqualTo(200);
    try (Connection other = connect();
        ExecutorService renamer = Executors.newVirtualThreadPerTaskExecutor()) {
      other.setAutoCommit(false);
      execute(other, "insert into model (name, created_at) values ('named-first', now())");
      Future<Answer> answer =
          renamer.submit(() ->
              post(api + "rename", "{\"name\": \"named-late\", \"new_name\": \"named-first\"}"));
      await().until(() -> waitsForALock(other));
      other.commit();

      assertThat(answer.get().text()).contains("RESOURCE_");
      assertThat(answer.get().status()).isLessThan(500);
    }
    assertThat(get("/v1/models/named-late").status()).isEqualTo(200);
  }

  private static boolean waitsForALock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery("select from pg_locks where not granted")) {
      return found.next();
    }
  }

  @Test
  void collectsWhatBelongsToNoVersionOnceItIsOldAndNobodyWorksOnTheModel() throws Exception {
    train("orphaned", dataset, "never");
    Path model = artefacts.root().resolve("orphaned");
    Path young = Files.createDirectory(model.resolve("2-0123456789abcdef"));
    Path old = Files.createDirectory(model.resolve(".writing-old"));
    Files.writeString(old.resolve("forest.bin"), "half");
    age(old);
    Path unknown = artefacts.root().resolve("unregistered");
    Path whole = Files.createDirectories(unknown.resolve("1-0123456789abcdef"));
    age(whole);
    age(Files.createDirectories(unknown.resolve(".writing-old")));
    String run =
        "insert into run (run_id, experiment, model_name, dataset_id, status, requested_by,"
            + " request, created_at, lock_version) values ('orphans', 'orphaned', 'orphaned', 'd',"
            + " '%s', 'a test', '{\"model\": \"orphaned\", \"datasetId\": \"d\"}', now(), 0)";
    execute(run.formatted("RUNNING"));
    try {
      collectGarbage.collect();
      assertThat(old).exists();
    } finally {
      execute("delete from tracked_input where run_id = 'orphans'");
      execute("update run set status = 'FAILED', error_code = 'test' where run_id = 'orphans'");
    }

    collectGarbage.collect();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(folders("orphaned")).hasSize(2);
    assertThat(folders("unregistered")).as("the rows may have been lost").containsExactly(whole);
    assertThat(get("/v1/models/orphaned/versions/1/artefact").status()).isEqualTo(200);
  }

  @Test
  void looksAtWhatIsKnownWithoutHoldingUpWhoeverPublishes() throws Exception {
    train("known-garbage", dataset, "never");
    for (Path folder : folders("known-garbage")) {
      age(folder);
    }
    try (Connection publisher = connect();
        ExecutorService collector = Executors.newVirtualThreadPerTaskExecutor()) {
      publisher.setAutoCommit(false);
      execute(publisher, "select * from model where name = 'known-garbage' for no key update");
      try {
        assertThat(collector.submit(collectGarbage::collect)).succeedsWithin(Patience.LONGEST);
      } finally {
        publisher.rollback();
      }
    }
    assertThat(folders("known-garbage")).hasSize(1);
  }

  @Test
  void registersNothingWhenItsArtefactCannotBeWritten() throws IOException {
    Path inTheWay = artefacts.root().resolve("unwritten");
    Files.createDirectories(inTheWay.getParent());
    Files.writeString(inTheWay, "a file where the folder of the model would be");

    JsonNode run = ended(start("unwritten", dataset, "always"));

    assertThat(run.at("/error/code").asString()).isEqualTo("storage_failed");
    assertThat(get("/v1/models/unwritten").status()).isEqualTo(404);
    Files.delete(inTheWay);
    assertThat(train("unwritten", dataset, "always")).isEqualTo(1);
  }

  private List<Integer> versions(String path) {
    return get(path)
        .json()
        .get("versions")
        .valueStream()
        .map(v -> v.get("version").asInt())
        .toList();
  }

  private Answer delete(String model, int version) {
    return send(
        request("/v1/models/" + model + "/versions/" + version + "?reason=a%20test").DELETE());
  }

  private Answer promote(String model, int version) {
    HttpRequest.Builder move =
        request("/v1/models/" + model + "/aliases/champion")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"version\": %d, \"reason\": \"a test\", \"force\": true}"
                        .formatted(version)));
    return send(move);
  }

  private List<Path> folders(String model) throws IOException {
    try (Stream<Path> folders = Files.list(artefacts.root().resolve(model))) {
      return folders.toList();
    }
  }

  private static void age(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
      }
    }
  }

  private static void execute(String text) throws SQLException {
    try (Connection owner = connect()) {
      execute(owner, text);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(TestServers.shared().postgresUrl(), "registry", "test");
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("set search_path to registry");
      statement.execute(text);
    }
  }
}
