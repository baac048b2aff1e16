package io.churnops.acceptance;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where in a suite a text can be found: in any table, any key of Redis, any file that a service
 * keeps and any topic. It knows none of them by name, so that none can be forgotten.
 */
final class Traces {

  private static final Set<String> SERVERS = Set.of("postgres", "redis", "kafka");

  private final LocalSuite suite;

  Traces(LocalSuite suite) {
    this.suite = suite;
  }

  /** The tables with a row that holds a text in some column, as {@code schema.table}. */
  Set<String> tables(String text) {
    try (Connection connection = connect()) {
      Set<String> found = new TreeSet<>();
      for (Table table : allTables(connection)) {
        if (holds(connection, table, text)) {
          found.add(table.name());
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:%d/churnops".formatted(suite.port(25432)),
        "postgres",
        suite.credential("postgres.password"));
  }

  private record Table(String name, List<String> binaryColumns) {}

  private static List<Table> allTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select quote_ident(t.table_schema) || '.' || quote_ident(t.table_name),
                  coalesce(string_agg(quote_ident(c.column_name), ',')
                    filter (where c.data_type = 'bytea'), '')
                from information_schema.tables t
                join information_schema.columns c using (table_schema, table_name)
                where t.table_type = 'BASE TABLE'
                  and t.table_schema not in ('pg_catalog', 'information_schema')
                group by 1
                """)) {
      List<Table> tables = new ArrayList<>();
      while (rows.next()) {
        tables.add(
            new Table(
                rows.getString(1),
                Arrays.stream(rows.getString(2).split(",")).filter(c -> !c.isEmpty()).toList()));
      }
      return tables;
    }
  }

  private static boolean holds(Connection connection, Table table, String text)
      throws SQLException {
    StringBuilder where = new StringBuilder("position(? in t::text) > 0");
    table
        .binaryColumns()
        .forEach(column ->
            where.append(" or position(convert_to(?, 'UTF8') in t.%s) > 0".formatted(column)));
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select exists (select from %s t where %s)".formatted(table.name(), where))) {
      for (int i = 0; i <= table.binaryColumns().size(); i++) {
        statement.setString(i + 1, text);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** The keys of Redis that hold a text, in their name or value. */
  Set<String> redisKeys(String text) {
    RedisURI uri =
        RedisURI.builder()
            .withHost("localhost")
            .withPort(suite.port(25379))
            .withPassword(suite.credential("redis.password").toCharArray())
            .build();
    try (RedisClient client = RedisClient.create(uri);
        var connection = client.connect(ByteArrayCodec.INSTANCE)) {
      RedisCommands<byte[], byte[]> redis = connection.sync();
      Set<String> found = new TreeSet<>();
      for (byte[] key : redis.keys("*")) {
        if (holds(key, text) || values(redis, key).anyMatch(value -> holds(value, text))) {
          found.add(new String(key, StandardCharsets.UTF_8));
        }
      }
      return found;
    }
  }

  private static Stream<byte[]> values(RedisCommands<byte[], byte[]> redis, byte[] key) {
    return switch (redis.type(key)) {
      case "hash" ->
          redis.hgetall(key).entrySet().stream()
              .flatMap(field -> Stream.of(field.getKey(), field.getValue()));
      case "string" -> Stream.ofNullable(redis.get(key));
      case "set" -> redis.smembers(key).stream();
      case "list" -> redis.lrange(key, 0, -1).stream();
      case "zset" -> redis.zrange(key, 0, -1).stream();
      case "none" -> Stream.empty();
      case String other -> throw new AssertionError("Redis keeps a " + other + "; look into it");
    };
  }

  /** The files of the suite that hold a text, packed or not; not those of the servers. */
  Set<String> files(String text) {
    Path home = suite.home();
    try (Stream<Path> all = Files.walk(home)) {
      Set<String> found = new TreeSet<>();
      all.filter(Files::isRegularFile)
          .filter(file -> !isOfServer(home.relativize(file)))
          .filter(file -> holds(content(file), text))
          .forEach(file -> found.add(home.relativize(file).toString()));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfServer(Path file) {
    return StreamSupport.stream(file.spliterator(), false)
        .limit(Math.max(0, file.getNameCount() - 1))
        .anyMatch(part -> SERVERS.contains(part.toString()));
  }

  private static byte[] content(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
        return bytes;
      }
      try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return unpacked.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The topics with a record that holds a text in its key, value or headers. */
  Set<String> topics(String text) {
    Map<String, Object> settings = Map.of("bootstrap.servers", "localhost:" + suite.port(25092));
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().values().stream()
              .flatMap(List::stream)
              .filter(partition -> !partition.topic().startsWith("__"))
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Set<String> found = new TreeSet<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (parts(record).anyMatch(part -> holds(part, text))) {
            found.add(record.topic());
          }
        }
      }
      return found;
    }
  }

  private static Stream<byte[]> parts(ConsumerRecord<byte[], byte[]> record) {
    return Stream.of(
            Stream.ofNullable(record.key()),
            Stream.ofNullable(record.value()),
            Arrays.stream(record.headers().toArray()).map(header -> header.value()))
        .flatMap(part -> part)
        .filter(part -> part != null);
  }

  private static boolean holds(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }
}
