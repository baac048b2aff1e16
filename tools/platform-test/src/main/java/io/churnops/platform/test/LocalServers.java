package io.churnops.platform.test;

import io.churnops.platform.LocalPlatform;
import io.churnops.platform.PlatformCache;
import io.churnops.platform.PlatformSettings;
import io.churnops.platform.PlatformSettings.PlatformPasswords;
import io.churnops.platform.PlatformSettings.PlatformPorts;
import java.nio.file.Path;
import java.util.Optional;

/** Servers of this machine, in a temporary folder, on free ports. */
record LocalServers(LocalPlatform platform) implements ServerSet {

  static final String ROLE_PASSWORD = "test";

  static LocalServers start(Path folder) {
    LocalPlatform platform =
        new LocalPlatform(
            new PlatformSettings(
                folder.resolve("servers"),
                PlatformCache.ofThisUser(),
                folder.resolve("logs"),
                PlatformPorts.free(),
                PlatformPasswords.same(ROLE_PASSWORD)));
    platform.start();
    return new LocalServers(platform);
  }

  @Override
  public String postgresUrl() {
    return platform.postgres().url();
  }

  @Override
  public String newDatabase(String name) {
    platform.postgres().createDatabase(name);
    return platform.postgres().url(name);
  }

  @Override
  public String redisHost() {
    return "localhost";
  }

  @Override
  public int redisPort() {
    return platform.redis().port();
  }

  @Override
  public String kafkaBootstrap() {
    return platform.kafka().bootstrap();
  }

  @Override
  public Optional<LocalPlatform> local() {
    return Optional.of(platform);
  }

  @Override
  public void close() {
    platform.close();
  }
}
