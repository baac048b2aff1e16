package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.kit.ServiceLauncher;
import io.churnops.platform.Ports;
import io.churnops.platform.test.BrokerProcess;
import io.churnops.platform.test.FaultProxy;
import io.churnops.platform.test.JavaProcess;
import io.churnops.platform.test.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The store in a process of its own, with a broker, a database and a part of Redis of its own, all
 * of which can be killed; and what must be true of it however often that happens. The tests of a
 * JVM share one, and leave it running.
 */
final class SeparateStore {

  private static final int REDIS_DATABASE = 7;
  private static final String POSTGRES = "--spring.datasource.hikari.data-source-properties.";

  /** Seconds, instead of a minute. */
  private static final int POSTGRES_SILENCE = 8;

  private static @Nullable SeparateStore shared;

  private static final String OWN_REDIS = "--spring.data.redis.database=" + REDIS_DATABASE;

  private final Path folder;
  private final FaultProxy postgres;
  private final FaultProxy redis;
  private final BrokerProcess broker;
  private final EventTopic topic;
  private final KafkaProducer<String, byte[]> producer;
  private final String database;
  private final Map<String, Object> variables;
  private final int port = Ports.free(1).getFirst();
  private final StoreClient client =
      new StoreClient(() -> "http://localhost:" + port, JsonMapper.shared());
  private final List<CustomerEvent> acknowledged = new ArrayList<>();
  private final Set<String> bad = new HashSet<>();
  private @Nullable JavaProcess process;

  /** The store of this JVM, running. */
  static synchronized SeparateStore shared() {
    if (shared == null) {
      SeparateStore started = new SeparateStore();
      SpringApplication.getShutdownHandlers().add(started::close);
      started.start();
      shared = started;
    }
    return shared;
  }

  private SeparateStore() {
    folder = temporaryFolder();
    TestServers servers = TestServers.shared();
    database = servers.newDatabase();
    variables = servers.variables(database);
    URI url = URI.create(database.substring("jdbc:".length()));
    postgres = FaultProxy.to(url.getHost(), url.getPort());
    redis =
        FaultProxy.to(
            String.valueOf(variables.get("CHURNOPS_REDIS_HOST")),
            Integer.parseInt(String.valueOf(variables.get("CHURNOPS_REDIS_PORT"))));
    broker = new BrokerProcess(folder);
    broker.start();
    topic = new EventTopic(broker.bootstrap());
    variables.put(
        "CHURNOPS_POSTGRES_URL",
        "jdbc:postgresql://localhost:%d%s".formatted(postgres.port(), url.getPath()));
    variables.put("CHURNOPS_REDIS_HOST", "localhost");
    variables.put("CHURNOPS_REDIS_PORT", redis.port());
    variables.put("CHURNOPS_KAFKA_BOOTSTRAP", broker.bootstrap());
    variables.put("SERVER_PORT", port);
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "acks",
                "all",
                "linger.ms",
                5,
                "max.request.size",
                8 << 20,
                "compression.type",
                "lz4"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  StoreClient client() {
    return client;
  }

  EventTopic topic() {
    return topic;
  }

  BrokerProcess broker() {
    return broker;
  }

  FaultProxy postgres() {
    return postgres;
  }

  FaultProxy redis() {
    return redis;
  }

  /** Starts another instance of the service, in this process. */
  ConfigurableApplicationContext another() {
    return ServiceLauncher.of(FeatureService.class, "feature")
        .properties(variables)
        .run(OWN_REDIS, "--server.port=0");
  }

  /** Starts the service; returns when it is ready. */
  void start() {
    process =
        JavaProcess.start(
                FeatureService.class,
                // Statements are sent as text, so that a silence can fall at a word of theirs.
                List.of(
                    OWN_REDIS,
                    POSTGRES + "prepareThreshold=0",
                    POSTGRES + "socketTimeout=" + POSTGRES_SILENCE),
                variables,
                folder.resolve("service.log"))
            .awaitReady(port);
  }

  /**
   * Ends the service at once; Kafka is told, which would else wait for it until its session ends.
   */
  void kill() {
    Objects.requireNonNull(process).kill();
    topic.removeMembers();
  }

  /** Lets the service hang until it goes on; Kafka takes it for dead. */
  void pause() {
    Objects.requireNonNull(process).pause();
    topic.removeMembers();
  }

  void goOn() {
    Objects.requireNonNull(process).goOn();
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("churnops-it-store-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void close() {
    if (process != null) {
      process.kill();
    }
    producer.close();
    broker.close();
    postgres.close();
    redis.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }

  /** Empties the store's part of Redis. */
  void flushRedis() {
    try (RedisClient client =
            RedisClient.create(
                RedisURI.builder()
                    .withHost("localhost")
                    .withPort(redis.port())
                    .withDatabase(REDIS_DATABASE)
                    .build());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.sync().flushdb();
    }
  }

  /** Sends events and returns when the broker has them. */
  void send(Collection<CustomerEvent> events) {
    put(events.stream().map(Store::record).toList());
    acknowledged(events);
  }

  /** Sends records that are no events and returns when the broker has them. */
  void sendBad(Collection<ProducerRecord<String, byte[]>> records) {
    put(records).forEach(place -> bad.add(place.partition() + ":" + place.offset()));
  }

  /** The dead letters there were are gone with their topic. */
  void forgetLetters() {
    bad.clear();
  }

  /** Sends records that nobody keeps account of. */
  List<RecordMetadata> put(Collection<ProducerRecord<String, byte[]>> records) {
    List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
    return sent.stream().map(SeparateStore::confirmed).toList();
  }

  private static RecordMetadata confirmed(Future<RecordMetadata> sent) {
    try {
      return sent.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("The broker has not confirmed", e);
    }
  }

  /** Takes account of events that the broker has confirmed. */
  void acknowledged(Collection<CustomerEvent> events) {
    acknowledged.addAll(events);
  }

  /**
   * The log holds what was acknowledged, each event once; the online features are those of a plain
   * fold of it, out of Redis; the dead letters are the bad records.
   */
  void assertSound(Equality equality, Shop shop) throws SQLException {
    topic.awaitFolded();
    assertThat(logged()).isEqualTo(counted(acknowledged));
    Awaitility.await("the features are a fold of the log")
        .atMost(Store.PATIENCE)
        .untilAsserted(() ->
            assertThat(equality.assertOnline(shop, acknowledgedOf(shop), null).values())
                .allSatisfy(
                    customer -> assertThat(degradation(customer)).as("degraded").isEmpty()));
    assertThat(buried()).isEqualTo(bad);
  }

  private List<CustomerEvent> acknowledgedOf(Shop shop) {
    Set<String> customers = Set.copyOf(shop.customers());
    return acknowledged.stream().filter(event -> customers.contains(event.customerId())).toList();
  }

  private static JsonNode degradation(JsonNode customer) {
    return customer.path("degraded");
  }

  private static Map<String, Integer> counted(Collection<CustomerEvent> events) {
    return events.stream()
        .collect(Collectors.toMap(event -> event.source() + " " + event.id(), _ -> 1));
  }

  /** How many events the log has. */
  int loggedEvents() throws SQLException {
    return logged().size();
  }

  /** How often each event is in the log. */
  private Map<String, Integer> logged() throws SQLException {
    Map<String, Integer> events = new HashMap<>();
    try (Connection connection =
            DriverManager.getConnection(
                database, "features", String.valueOf(variables.get("CHURNOPS_POSTGRES_PASSWORD")));
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select source || ' ' || id from features.customer_event")) {
      while (rows.next()) {
        events.merge(rows.getString(1), 1, Integer::sum);
      }
    }
    return events;
  }

  /** Where the dead letters come from; a record may be buried again when its batch is. */
  private Set<String> buried() {
    return topic.deadLetters().stream()
        .map(letter -> header(letter, "partition") + ":" + header(letter, "offset"))
        .collect(Collectors.toSet());
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    return new String(
        letter.headers().lastHeader("churnops-dlt-" + name).value(), StandardCharsets.UTF_8);
  }

  /** A record of the topic of events. */
  static ProducerRecord<String, byte[]> record(@Nullable String key, byte @Nullable [] value) {
    return new ProducerRecord<>(Topics.CUSTOMER_EVENTS, key, value);
  }
}
