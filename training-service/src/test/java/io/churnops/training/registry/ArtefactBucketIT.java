package io.churnops.training.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.kit.Ids;
import io.churnops.platform.test.FaultProxy;
import io.churnops.platform.test.Patience;
import io.churnops.platform.test.SilencePoint;
import io.churnops.platform.test.WithServers;
import io.churnops.training.RunningService;
import io.churnops.training.bucket.Bucket;
import io.churnops.training.bucket.S3Server;
import io.churnops.training.datasets.ShopDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** The service with its artefacts in a bucket. */
@WithServers(ownDatabase = true)
@DirtiesContext
class ArtefactBucketIT extends RunningService {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A look makes several attempts, and each attempt may connect twice. */
  private static final int MORE_THAN_ONE_LOOK = 20;

  private static final S3Server STORAGE = S3Server.with("models");
  private static final FaultProxy WAY = FaultProxy.to("localhost", STORAGE.port());

  private static String dataset = "";

  @Autowired private ArtefactStore artefacts;
  @Autowired private CollectGarbage collectGarbage;
  @Autowired private Bucket bucket;
  @Autowired private InstantSource clock;
  @Autowired private Ids ids;
  @Autowired private ModelFilesProperties properties;

  @TempDir private Path folder;

  @DynamicPropertySource
  static void keepArtefactsInTheBucket(DynamicPropertyRegistry properties) throws IOException {
    Path key = Files.writeString(Files.createTempFile("s3-", ".key"), "any\n");
    key.toFile().deleteOnExit();
    properties.add("CHURNOPS_ARTEFACTS_URL", () -> "s3://models/churnops");
    properties.add("CHURNOPS_ARTEFACTS_ENDPOINT", () -> "http://localhost:" + WAY.port());
    properties.add("CHURNOPS_ARTEFACTS_REGION", () -> "eu-central-1");
    properties.add("CHURNOPS_ARTEFACTS_PATH_STYLE", () -> true);
    properties.add("CHURNOPS_ARTEFACTS_ACCESS_KEY_FILE", key::toString);
    properties.add("CHURNOPS_ARTEFACTS_SECRET_KEY_FILE", key::toString);
    properties.add("churnops.artefacts.check-timeout", () -> "60s");
    properties.add("churnops.models.orphan-grace", () -> "1ms");
  }

  @BeforeAll
  static void offerDataset() {
    dataset = FEATURES.offer(ShopDataset.of(datasetId(), 120, 3, 30, 31));
  }

  @AfterAll
  static void close() {
    WAY.close();
    STORAGE.close();
  }

  @Test
  void servesFromTheBucketWhatWasTrainedIntoIt() throws IOException {
    train("kept", dataset, "always");

    assertThat(objects("kept")).singleElement().asString().matches("kept/1-[0-9a-f]{16}\\.zip");
    byte[] zip = get("/v1/models/kept/versions/1/artefact").bytes();
    forgetCopies("kept");
    assertThat(get("/v1/models/kept/versions/1/artefact").bytes()).isEqualTo(zip);
    assertThat(folders("kept")).hasSize(1);
  }

  @Test
  void refusesWhatIsNotTheArtefactThatWasRegistered() throws IOException {
    train("swapped", dataset, "never");
    train("swapped", dataset, "never");
    List<String> objects = objects("swapped");
    String first = objects.stream().filter(o -> o.contains("/1-")).findFirst().orElseThrow();
    String second = objects.stream().filter(o -> o.contains("/2-")).findFirst().orElseThrow();
    Path other = folder.resolve("other.zip");
    assertThat(bucket.get(second, other, 1L << 30)).isTrue();
    assertThat(bucket.put(first, other)).as("what is there stays").isFalse();
    bucket.remove(first);
    forgetCopies("swapped");

    Answer missing = get("/v1/models/swapped/versions/1/artefact");
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.json().get("detail").asString()).contains("no such object");
    assertThat(bucket.put(first, other)).isTrue();
    Answer refused = get("/v1/models/swapped/versions/1/artefact");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("type").asString()).endsWith("/artefact-refused");
    assertThat(get("/v1/models/swapped/versions/2/artefact").status()).isEqualTo(200);
  }

  @Test
  void publishesNothingOfAnUploadThatBreaksOffAndTriesAgain() throws Exception {
    FaultProxy.Silence silence = WAY.silenceAt(SilencePoint.before("PUT /models/churnops/cut/"));
    String run = start("cut", dataset, "always");
    silence.await();
    assertThat(objects("cut")).isEmpty();
    assertThat(get("/v1/models/cut").status()).isEqualTo(404);

    WAY.cut();

    assertThat(ended(run).get("status").asString()).isEqualTo("FINISHED");
    assertThat(objects("cut")).hasSize(1);
  }

  @Test
  void waitsWithARetrainingForABucketThatIsAway() throws IOException {
    train("judged", dataset, "always");
    forgetCopies("judged");
    String retraining;
    try (FaultProxy.Outage _ = WAY.cutAt(readOf("judged"))) {
      retraining =
          accepted(
              post(
                  "/v1/retraining",
                  "{\"model\": \"judged\", \"dataset\": {\"id\": \"%s\"}, \"promote\": \"never\"}"
                      .formatted(dataset)));
      JsonNode gate =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> get(retraining).json().at("/steps/5"),
                  step -> !step.path("reason").asString("").isEmpty());
      assertThat(gate.path("step").asString()).isEqualTo("gate");
      assertThat(gate.path("status").asString()).as("%s", gate).isEqualTo("RUNNING");
    }

    JsonNode gate = finished(retraining).at("/steps/5");

    assertThat(gate.at("/result/gates/0/gate").asString()).isEqualTo("better_than_champion");
    assertThat(gate.at("/result/gates/0/reason").asString()).startsWith("AUC ");
  }

  @Test
  void waitsWithAReproductionForABucketThatIsAway() throws IOException {
    String log = datasetId();
    FEATURES.offer(ShopDataset.of(log, 120, 3, 30, 32));
    FEATURES.willRebuild(log, ShopDataset.of(log + "-again", 120, 3, 30, 32));
    train("made_again", log, "never");
    forgetCopies("made_again");
    String reproduction;
    try (FaultProxy.Outage outage = WAY.cutAt(readOf("made_again"))) {
      reproduction = accepted(post("/v1/models/made_again/versions/1:reproduce", ""));
      await()
          .atMost(PATIENCE)
          .until(() ->
              outage.cuts() > MORE_THAN_ONE_LOOK || get(reproduction).json().has("finishedAt"));
    }

    JsonNode made = finished(reproduction);

    assertThat(made.path("verdict").asString()).as("%s", made).isEqualTo("REPRODUCED");
  }

  private static SilencePoint readOf(String model) {
    return SilencePoint.before("GET /models/churnops/" + model + "/1-");
  }

  private static String accepted(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.header("Location");
  }

  private JsonNode finished(String location) {
    return await()
        .atMost(PATIENCE)
        .until(() -> get(location).json(), work -> work.has("finishedAt"));
  }

  @Test
  void collectsObjectsThatBelongToNoVersion() throws IOException {
    train("swept", dataset, "never");
    String own = objects("swept").getFirst();
    Path content = Files.writeString(folder.resolve("content"), "an upload that nobody registered");
    bucket.put("unknown/1-0123456789abcdef.zip", content);
    bucket.put("swept/2-0123456789abcdef.zip", content);
    bucket.put("swept/notes.txt", content);

    collectUntilGone("swept/2-0123456789abcdef.zip");

    assertThat(objects("swept")).containsExactlyInAnyOrder(own, "swept/notes.txt");
    assertThat(objects("unknown")).as("the rows may have been lost").hasSize(1);
  }

  @Test
  void deletesNothingFromTheBucketOfAnotherRegistry() throws IOException {
    train("foreign", dataset, "never");
    Path content = Files.writeString(folder.resolve("content"), "the other registry's version");
    String object = "foreign/2-0123456789abcdef.zip";
    bucket.remove(BucketOwner.OBJECT);
    bucket.put(BucketOwner.OBJECT, "another registry");
    try {
      bucket.put(object, content);
      await().until(() -> clock.instant().isAfter(written(object).plusSeconds(1)));

      collectGarbage.collect();

      assertThat(objects("foreign")).contains(object);
    } finally {
      bucket.remove(BucketOwner.OBJECT);
    }
    collectUntilGone(object);
    assertThat(bucket.text(BucketOwner.OBJECT)).isPresent();
  }

  @Test
  void deletesNothingWhereACopyOfItsDatabaseSwept() throws IOException {
    train("copied", dataset, "never");
    String object = "copied/2-0123456789abcdef.zip";
    bucket.put(object, Files.writeString(folder.resolve("content"), "the copy's version"));
    collectGarbage.collect();
    await().until(() -> clock.instant().isAfter(written(object).plusSeconds(1)));
    bucket.put(BucketOwner.MARK + "of-the-copy", "the same registry");

    collectGarbage.collect();

    assertThat(objects("copied")).contains(object);
    JsonNode check = post("/v1/artefact-store:check", "").json();
    assertThat(check.get("sound").asBoolean()).isFalse();
    JsonNode owner = check.get("steps").get(check.get("steps").size() - 1);
    assertThat(owner.get("found").asString())
        .contains("whose database is a copy", "delete the objects that begin with");

    bucket.remove(BucketOwner.MARK + "of-the-copy");
    collectUntilGone(object);
    assertThat(marks()).hasSize(1);
  }

  private List<String> marks() {
    return bucket.list().stream()
        .map(Bucket.Entry::name)
        .filter(name -> name.startsWith(BucketOwner.MARK))
        .toList();
  }

  @Test
  void tellsThatTheBucketDoesAllThatIsNeeded() {
    JsonNode check = post("/v1/artefact-store:check", "").json();

    assertThat(check.get("sound").asBoolean()).as(check.toString()).isTrue();
    assertThat(check.get("place").asString()).isEqualTo("s3://models/churnops/");
    assertThat(check.get("steps").valueStream().map(step -> step.get("step").asString()))
        .containsExactly("reach", "write", "write-once", "read", "delete", "owner");
    assertThat(bucket.list()).noneMatch(object -> object.name().startsWith("check-"));
  }

  /** Half of what is waited for elsewhere. */
  @Test
  @Timeout(150)
  void tellsAtOnceWhatTheBucketDoesNotDo() {
    try (FaultProxy.Outage _ = WAY.cutAt(SilencePoint.before("PUT /models/churnops/check-"))) {
      assertThat(found("write")).contains("could not write check-");
    }
    try (FaultProxy.Outage _ =
        WAY.cutAt(SilencePoint.before("GET /models/churnops/registry-owner"))) {
      assertThat(found("owner")).contains("could not read registry-owner");
    }
  }

  private String found(String step) {
    JsonNode check = post("/v1/artefact-store:check", "").json();
    assertThat(check.path("sound").asBoolean()).as("%s", check).isFalse();
    return check
        .path("steps")
        .valueStream()
        .filter(some -> some.path("step").asString().equals(step))
        .map(some -> some.path("found").asString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void letsAliasesMoveWhileTheBucketDeletes() throws Exception {
    train("busy", dataset, "never");
    String object = "busy/2-0123456789abcdef.zip";
    bucket.put(object, Files.writeString(folder.resolve("content"), "nobody's"));
    try (ExecutorService collector = Executors.newVirtualThreadPerTaskExecutor()) {
      FaultProxy.Silence silence =
          WAY.silenceAt(SilencePoint.before("DELETE /models/churnops/busy/"));
      Future<?> collected;
      try {
        collected = collector.submit(() -> collectUntilGone(object));
        silence.await();

        String move = "{\"version\": 1, \"reason\": \"a test\", \"force\": true}";
        assertThat(put("/v1/models/busy/aliases/shadow", move).status()).isEqualTo(200);
      } finally {
        WAY.cut();
      }
      assertThat(collected).succeedsWithin(Patience.LONGEST);
    }
  }

  @Test
  void keepsTheFolderOfAnArtefactThatCameIntoTheBucketMeanwhile() throws Exception {
    train("twice", dataset, "never");
    String object = objects("twice").getFirst();
    Path zip = folder.resolve("twice.zip");
    assertThat(bucket.get(object, zip, 1L << 30)).isTrue();
    bucket.remove(object);
    try (ExecutorService collector = Executors.newVirtualThreadPerTaskExecutor()) {
      FaultProxy.Silence silence =
          WAY.silenceAt(SilencePoint.before("PUT /models/churnops/twice/"));
      Future<?> collected = collector.submit(collectGarbage::collect);
      try {
        silence.await();
        assertThat(bucket.put(object, zip)).isTrue();
      } finally {
        WAY.cut();
      }
      assertThat(collected).succeedsWithin(Patience.LONGEST);
    }
    assertThat(folders("twice")).hasSize(1);
  }

  @Test
  void readsAgainWhatWasForgottenWhileItWasRead() throws IOException {
    train("forgotten", dataset, "never");
    String digest = get("/v1/models/forgotten/versions/1").json().get("artefactDigest").asString();
    var fetches = new AtomicInteger();
    var forgetful =
        new ArtefactBucket(bucket, ids, clock) {
          @Override
          void fetch(String model, String name, Path copy) throws IOException {
            super.fetch(model, name, copy);
            if (fetches.incrementAndGet() == 1) {
              forget(copy);
            }
          }
        };
    var store = new ArtefactStore(properties, ids, Optional.of(forgetful));

    assertThat(store.load("forgotten", 1, digest).digest()).isEqualTo(digest);
    assertThat(fetches).hasValue(2);
  }

  private void collectUntilGone(String object) {
    await()
        .atMost(Patience.LONGEST)
        .until(() -> {
          collectGarbage.collect();
          return bucket.list().stream().noneMatch(entry -> entry.name().equals(object));
        });
  }

  private Instant written(String object) {
    return bucket.list().stream()
        .filter(entry -> entry.name().equals(object))
        .findFirst()
        .orElseThrow()
        .written();
  }

  @Test
  void movesFoldersIntoTheBucketAndForgetsCopiesThatNobodyWants() throws IOException {
    train("moved", dataset, "never");
    String object = objects("moved").getFirst();
    bucket.remove(object);
    Files.setLastModifiedTime(
        folders("moved").getFirst(), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

    collectGarbage.collect();
    assertThat(objects("moved")).containsExactly(object);
    assertThat(folders("moved")).hasSize(1);
    collectGarbage.collect();
    assertThat(folders("moved")).isEmpty();
    assertThat(get("/v1/models/moved/versions/1/artefact").status()).isEqualTo(200);
  }

  private List<String> objects(String model) {
    return bucket.list().stream()
        .map(Bucket.Entry::name)
        .filter(name -> name.startsWith(model + "/"))
        .toList();
  }

  private List<Path> folders(String model) throws IOException {
    try (Stream<Path> folders = Files.list(artefacts.root().resolve(model))) {
      return folders.toList();
    }
  }

  private void forgetCopies(String model) throws IOException {
    for (Path copy : folders(model)) {
      FileSystemUtils.deleteRecursively(copy);
    }
  }
}
