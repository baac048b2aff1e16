package io.churnops.serving;

import static org.awaitility.Awaitility.await;

import io.churnops.contract.OnlineState;
import io.churnops.contract.Topics;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureState;
import io.churnops.forest.artefact.SigningKeys;
import io.churnops.platform.test.Patience;
import io.churnops.platform.test.TestServers;
import io.churnops.platform.test.WithServers;
import io.churnops.serving.model.TestModels;
import io.churnops.serving.model.TestModels.Packed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service on real servers, with stubs for its peers and the part of the registry that it reads.
 * What its tests share: one context, one registry; so each test promotes a version of its own.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    useMainMethod = SpringBootTest.UseMainMethod.ALWAYS,
    properties = "churnops.serving.redis-timeout=10s")
@WithServers
public abstract class ServingSuite {

  protected static final JsonMapper JSON = new JsonMapper();
  protected static final Duration SOON = Patience.LONGEST;

  protected static final PeerStub TRAINING = new PeerStub();
  protected static final PeerStub FEATURES = new PeerStub();

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final AtomicInteger VERSIONS = new AtomicInteger();

  @LocalServerPort protected int port;
  @Autowired private RedisConnectionFactory redis;
  @Autowired private KafkaTemplate<String, byte[]> kafka;

  @DynamicPropertySource
  static void peers(DynamicPropertyRegistry properties) {
    properties.add("CHURNOPS_TRAINING_SERVICE_URL", TRAINING::url);
    properties.add("CHURNOPS_FEATURE_SERVICE_URL", FEATURES::url);
    // A busy machine is no reason to ask another store.
    properties.add("churnops.serving.redis-timeout", () -> "10s");
    properties.add("churnops.serving.feature-service-timeout", () -> "10s");
    properties.add("spring.data.redis.timeout", () -> "10s");
  }

  @BeforeAll
  static void createRegistry() {
    registry(
        """
        create table if not exists model_version (
          model_name text not null, version int not null, artefact_digest text not null,
          primary key (model_name, version));
        create table if not exists model_alias (
          model_name text not null, alias text not null, version int not null,
          primary key (model_name, alias));
        grant usage on schema registry to serving;
        grant select on model_version, model_alias to serving;
        """);
  }

  @BeforeAll
  static void createView() {
    answerFreshness("FRESH");
  }

  protected static void answerFreshness(String status) {
    FEATURES.answer(
        "GET /v1/feature-views/" + TestModels.view().fingerprint() + "/freshness",
        200,
        "application/json",
        "{\"status\": \"%s\", \"objectiveSeconds\": 60, \"lag\": null}"
            .formatted(status)
            .getBytes(StandardCharsets.UTF_8));
  }

  /** The topic that training-service owns. */
  @BeforeAll
  static void createLifecycleTopic() throws Exception {
    Map<String, Object> address =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.shared().kafkaBootstrap());
    try (Admin admin = Admin.create(address)) {
      if (!admin.listTopics().names().get().contains(Topics.MODEL_LIFECYCLE)) {
        var topic = new NewTopic(Topics.MODEL_LIFECYCLE, 1, (short) 1);
        admin.createTopics(List.of(topic)).all().get();
      }
    }
  }

  protected static void registry(String sql) {
    try (Connection connection =
            DriverManager.getConnection(TestServers.shared().postgresUrl(), "registry", "test");
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = registry; " + sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  protected static PrivateKey signingKey() {
    try {
      return SigningKeys.readPrivate(TestServers.shared().credentials().signingKeyFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  protected static int nextVersion() {
    return VERSIONS.incrementAndGet();
  }

  /** Registers what training-service hands out for a version, and makes it the champion. */
  protected static void promote(int version, String digest, byte[] zip) {
    TRAINING.answer(
        "GET /v1/models/churn/versions/" + version + "/artefact", 200, "application/zip", zip);
    nameChampion(version, digest);
  }

  /** Makes a version the champion, whatever training-service hands out for it. */
  protected static void nameChampion(int version, String digest) {
    registry(
        """
        insert into model_version values ('churn', %d, '%s') on conflict do nothing;
        insert into model_alias values ('churn', 'champion', %d)
          on conflict (model_name, alias) do update set version = excluded.version;
        """
            .formatted(version, digest, version));
  }

  protected static Packed promote() {
    Packed packed = TestModels.pack(nextVersion(), signingKey());
    promote(packed.version(), packed.digest(), packed.zip());
    return packed;
  }

  /** Announces, as training-service does, that the champion moved. */
  protected void announce(int version) {
    String moved =
        """
        {"eventId": "%s", "type": "alias.moved", "modelName": "churn", "alias": "champion",
         "modelVersion": %d, "movedAt": "2026-11-21T10:15:30Z", "movedBy": "test", "reason": "test"}
        """
            .formatted(UUID.randomUUID(), version);
    kafka.send(Topics.MODEL_LIFECYCLE, "churn", moved.getBytes(StandardCharsets.UTF_8)).join();
  }

  /** A newly promoted version that is being served. */
  protected Packed serveNewChampion() {
    Packed packed = promote();
    announce(packed.version());
    await().atMost(SOON).until(() -> servedVersion() == packed.version());
    return packed;
  }

  protected int servedVersion() {
    return get("/v1/serving-model").json().at("/loaded/modelVersion").asInt(0);
  }

  /** Puts a customer's state into Redis as feature-service does: orders so many days ago. */
  protected String customerWithOrders(int... daysAgo) {
    String customer = "C-" + UUID.randomUUID();
    write(customer, state(customer, daysAgo));
    return customer;
  }

  protected void write(String customer, byte[] state) {
    try (RedisConnection connection = redis.getConnection()) {
      connection
          .hashCommands()
          .hSet(
              OnlineState.key(customer), OnlineState.field(TestModels.view().fingerprint()), state);
    }
  }

  protected static byte[] state(String customer, int... daysAgo) {
    CompiledView view = CompiledView.compile(TestModels.view());
    FeatureState state = view.emptyState();
    for (int days : daysAgo) {
      long at =
          ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now().minus(Duration.ofDays(days)));
      JsonNode nothing = JSON.createObjectNode();
      view.fold(
          state, new CustomerEvent("test", "o-" + days, "order.placed", customer, at, at, nothing));
    }
    return view.encode(state);
  }

  protected Answer get(String path) {
    return send(request(path, TestServers.adminKey()).GET());
  }

  protected Answer post(String path, String body) {
    return post(path, body, TestServers.adminKey());
  }

  protected Answer post(String path, String body, String key) {
    return send(
        request(path, key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  protected Answer predict(String customer) {
    return post("/v1/predictions", "{\"customerId\": \"%s\"}".formatted(customer));
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("Authorization", "Bearer " + key);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the service answered. */
  protected record Answer(HttpResponse<String> response) {

    public int status() {
      return response.statusCode();
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public String problem() {
      return json().path("type").asString("").replace("https://churnops.io/problems/", "");
    }
  }
}
