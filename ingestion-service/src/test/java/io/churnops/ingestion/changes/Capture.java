package io.churnops.ingestion.changes;

import io.churnops.platform.test.TestServers;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's own engine with its Postgres connector, capturing a database of the test servers to
 * one topic.
 */
final class Capture implements AutoCloseable {

  private final KafkaProducer<String, byte[]> producer =
      new KafkaProducer<>(
          Map.<String, Object>of(
              "bootstrap.servers", TestServers.shared().kafkaBootstrap(), "acks", "all"),
          new StringSerializer(),
          new ByteArraySerializer());
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final DebeziumEngine<ChangeEvent<String, String>> engine;
  private final String topic;

  /**
   * Begins with a snapshot of the tables in schema {@code shop}, then follows their changes; goes
   * on where it was when the folder knows of it.
   */
  Capture(String jdbcUrl, String topic, Path folder, boolean withSchema) {
    this.topic = topic;
    URI database = URI.create(jdbcUrl.substring("jdbc:".length()));
    Properties properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("name", "capture"),
            Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
            Map.entry("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore"),
            Map.entry("offset.storage.file.filename", folder.resolve("offsets").toString()),
            Map.entry("offset.flush.interval.ms", "0"),
            Map.entry("database.hostname", database.getHost()),
            Map.entry("database.port", Integer.toString(database.getPort())),
            Map.entry("database.user", "postgres"),
            Map.entry("database.password", "test"),
            Map.entry("database.dbname", database.getPath().substring(1)),
            Map.entry("plugin.name", "pgoutput"),
            Map.entry("slot.name", "capture_" + Integer.toHexString(topic.hashCode())),
            Map.entry("publication.name", "capture_" + Integer.toHexString(topic.hashCode())),
            Map.entry("publication.autocreate.mode", "filtered"),
            Map.entry("schema.include.list", "shop"),
            Map.entry("topic.prefix", "t"),
            Map.entry("converter.schemas.enable", Boolean.toString(withSchema)),
            Map.entry("slot.drop.on.stop", "false")));
    engine =
        DebeziumEngine.create(Json.class)
            .using(properties)
            .notifying(event -> send(event.key(), event.value()))
            .build();
    thread.execute(engine);
  }

  private void send(@Nullable String key, @Nullable String value) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic, 0, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8)),
            (_, failure) -> {
              if (failure != null) {
                throw new IllegalStateException(failure);
              }
            });
  }

  @Override
  public void close() throws IOException {
    engine.close();
    thread.shutdown();
    producer.close();
  }
}
