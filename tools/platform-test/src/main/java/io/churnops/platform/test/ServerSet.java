package io.churnops.platform.test;

import io.churnops.platform.LocalPlatform;
import java.util.Optional;

/** Running servers, wherever they run. */
sealed interface ServerSet extends AutoCloseable permits LocalServers, ContainerServers {

  String postgresUrl();

  /** Makes a database with the suite's roles and schemas; answers its JDBC URL. */
  String newDatabase(String name);

  String redisHost();

  int redisPort();

  String kafkaBootstrap();

  Optional<LocalPlatform> local();

  @Override
  void close();
}
