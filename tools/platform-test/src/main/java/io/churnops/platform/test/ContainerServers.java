package io.churnops.platform.test;

import io.churnops.platform.Bootstrap;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.LocalPostgres;
import io.churnops.platform.PlatformSettings.PlatformPasswords;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Servers in containers, the same versions as the local ones. */
record ContainerServers(
    PostgreSQLContainer postgres, GenericContainer<?> redis, KafkaContainer kafka)
    implements ServerSet {

  private static final int REDIS_PORT = 6379;

  static ContainerServers start() {
    ContainerServers servers =
        new ContainerServers(
            new PostgreSQLContainer("postgres:18-alpine")
                .withUsername("postgres")
                .withPassword(LocalServers.ROLE_PASSWORD)
                .withCommand("postgres", "-c", "fsync=off", "-c", "wal_level=logical"),
            new GenericContainer<>("redis:7.0-alpine").withExposedPorts(REDIS_PORT),
            new KafkaContainer("apache/kafka:4.2.1"));
    Startables.deepStart(servers.all()).join();
    servers.newDatabase(LocalPostgres.DATABASE);
    return servers;
  }

  @Override
  public String postgresUrl() {
    return url(LocalPostgres.DATABASE);
  }

  @Override
  public String newDatabase(String name) {
    try {
      try (Connection server = connect("postgres")) {
        Bootstrap.createDatabase(server, name);
      }
      try (Connection database = connect(name)) {
        Bootstrap.createSchemas(database, PlatformPasswords.same(LocalServers.ROLE_PASSWORD));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot prepare the database " + name, e);
    }
    return url(name);
  }

  @Override
  public String redisHost() {
    return redis.getHost();
  }

  @Override
  public int redisPort() {
    return redis.getMappedPort(REDIS_PORT);
  }

  @Override
  public String kafkaBootstrap() {
    return kafka.getBootstrapServers();
  }

  @Override
  public Optional<LocalPlatform> local() {
    return Optional.empty();
  }

  @Override
  public void close() {
    all().forEach(Startable::stop);
  }

  private Stream<Startable> all() {
    return Stream.of(postgres, redis, kafka);
  }

  private String url(String database) {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(
            postgres.getHost(),
            postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            database);
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), "postgres", LocalServers.ROLE_PASSWORD);
  }
}
