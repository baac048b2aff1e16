package io.churnops.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.Topics;
import io.churnops.forest.artefact.SigningKeys;
import io.churnops.platform.test.TestServers;
import io.churnops.serving.ServingSuite;
import io.churnops.serving.model.TestModels.Packed;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;

/** Champions that come and go while requests are answered, good ones and bad ones. */
class FollowChampionIT extends ServingSuite {

  @Autowired private KafkaTemplate<String, byte[]> kafka;
  @Autowired private FollowChampion follow;

  @Test
  void servesANewChampionWithinSecondsOfItsAnnouncement() {
    serveNewChampion();
    Packed next = serveNewChampion();
    JsonNode prediction = predict(customerWithOrders(3)).json();
    assertThat(prediction.get("modelVersion").asInt()).isEqualTo(next.version());
    JsonNode loaded = get("/v1/serving-model").json().get("loaded");
    assertThat(loaded.get("artefactDigest").asString()).isEqualTo(next.digest());
    assertThat(loaded.get("source").asString()).isEqualTo("REGISTRY");
  }

  @Test
  void servesANewChampionWithoutAnAnnouncement() {
    Packed next = promote();
    follow.look();
    assertThat(servedVersion()).isEqualTo(next.version());
  }

  @Test
  void goesBackToTheVersionBefore() {
    Packed first = serveNewChampion();
    serveNewChampion();
    TRAINING.forget("GET /v1/models/churn/versions/" + first.version() + "/artefact");
    registry("update model_alias set version = " + first.version());
    announce(first.version());
    await().atMost(SOON).until(() -> servedVersion() == first.version());
  }

  @Test
  void keepsTheGoodModelWhenACorruptOneIsPromoted() {
    Packed good = serveNewChampion();
    Packed bad = TestModels.pack(nextVersion(), signingKey());
    byte[] zip = bad.zip();
    zip[zip.length / 2] ^= 0x10;
    expectRefusal(good, bad.version(), bad.digest(), zip, "corrupt");
  }

  @Test
  void keepsTheGoodModelWhenATruncatedOneIsPromoted() {
    Packed good = serveNewChampion();
    Packed bad = TestModels.pack(nextVersion(), signingKey());
    byte[] half = Arrays.copyOf(bad.zip(), bad.zip().length / 2);
    expectRefusal(good, bad.version(), bad.digest(), half, "corrupt");
  }

  @Test
  void keepsTheGoodModelWhenOneSignedByAStrangerIsPromoted() {
    Packed good = serveNewChampion();
    Packed bad = TestModels.pack(nextVersion(), SigningKeys.generate().getPrivate());
    expectRefusal(good, bad.version(), bad.digest(), bad.zip(), "untrusted");
  }

  @Test
  void keepsTheGoodModelWhenAnUnsignedOneIsPromoted() {
    Packed good = serveNewChampion();
    Packed bad = TestModels.pack(nextVersion(), signingKey());
    byte[] unsigned = bad.without("manifest.sig");
    expectRefusal(good, bad.version(), bad.digest(), unsigned, "corrupt");
  }

  @Test
  void keepsTheGoodModelWhenAnotherVersionIsHandedOut() {
    Packed good = serveNewChampion();
    Packed other = TestModels.pack(nextVersion() + 1_000, signingKey());
    expectRefusal(good, nextVersion(), other.digest(), other.zip(), "mismatched");
  }

  @Test
  void keepsTheGoodModelWhenTheArtefactIsNotTheRegisteredOne() {
    Packed good = serveNewChampion();
    Packed other = TestModels.pack(nextVersion(), signingKey());
    expectRefusal(good, other.version(), "0".repeat(64), other.zip(), "mismatched");
  }

  @Test
  void keepsTheGoodModelWhenTheNextOneNeedsAnotherView() {
    Packed good = serveNewChampion();
    String view = TestModels.VIEW.replace("name: country", "name: land");
    String fingerprint =
        io.churnops.features.engine.FeatureViewDefinition.parse(view).fingerprint();
    Packed bad = TestModels.pack(nextVersion(), signingKey(), view, fingerprint);
    expectRefusal(good, bad.version(), bad.digest(), bad.zip(), "incompatible");
  }

  @Test
  void keepsTheGoodModelWhileTrainingServiceIsAway() {
    Packed good = serveNewChampion();
    Packed next = TestModels.pack(nextVersion(), signingKey());
    nameChampion(next.version(), next.digest());
    follow.look();
    assertThat(servedVersion()).isEqualTo(good.version());
    assertThat(get("/v1/serving-model").json().path("trouble").asString())
        .isEqualTo("training-service answered 404 for the artefact of version " + next.version());
    promote(next.version(), next.digest(), next.zip());
    follow.look();
    assertThat(servedVersion()).isEqualTo(next.version());
    assertThat(get("/v1/serving-model").json().has("trouble")).isFalse();
  }

  @Test
  void survivesUnreadableLifecycleMessages() {
    serveNewChampion();
    kafka.send(Topics.MODEL_LIFECYCLE, "churn", new byte[] {'{'}).join();
    kafka.send(Topics.MODEL_LIFECYCLE, "churn", new byte[0]).join();
    kafka.send(Topics.MODEL_LIFECYCLE, "churn", null).join();
    serveNewChampion();
    assertThat(get("/livez").status()).isEqualTo(200);
  }

  @Test
  void leavesNoConsumerGroupBehind() throws Exception {
    serveNewChampion();
    Map<String, Object> address =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.shared().kafkaBootstrap());
    try (Admin admin = Admin.create(address)) {
      assertThat(admin.listGroups().all().get()).extracting(GroupListing::groupId).isEmpty();
    }
  }

  private void expectRefusal(Packed good, int version, String digest, byte[] zip, String reason) {
    double refusedBefore = refusals(reason);
    promote(version, digest, zip);
    announce(version);
    await().atMost(SOON).until(() -> refusals(reason) > refusedBefore);
    JsonNode model = get("/v1/serving-model").json();
    assertThat(model.at("/refused/version").asInt()).isEqualTo(version);
    assertThat(model.at("/refused/reason").asString()).isEqualTo(reason);
    assertThat(model.at("/loaded/modelVersion").asInt()).isEqualTo(good.version());
    assertThat(predict(customerWithOrders(3)).json().get("modelVersion").asInt())
        .isEqualTo(good.version());
    serveNewChampion();
    await().atMost(SOON).until(() -> !get("/v1/serving-model").json().has("refused"));
  }

  private double refusals(String reason) {
    return get("/actuator/prometheus")
        .response()
        .body()
        .lines()
        .filter(line -> line.startsWith("churnops_serving_model_refused_total{"))
        .filter(line -> line.contains("reason=\"" + reason + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
