package io.churnops.platform.test;

import io.churnops.platform.LocalPlatform;
import io.churnops.platform.PlatformCache;
import io.churnops.platform.PlatformException;
import io.churnops.platform.PlatformSettings;
import io.churnops.platform.PlatformSettings.PlatformPasswords;
import io.churnops.platform.PlatformSettings.PlatformPorts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Servers of this machine, in a temporary folder, on free ports. */
record LocalServers(LocalPlatform platform) implements ServerSet {

  static final String ROLE_PASSWORD = "test";

  private static final Logger log = LoggerFactory.getLogger(LocalServers.class);
  private static final int TRIES = 3;

  /** Starts them, on other ports when somebody takes one before its server does. */
  static LocalServers start(Path folder) {
    return start(folder, PlatformPorts::free);
  }

  static LocalServers start(Path folder, Supplier<PlatformPorts> ports) {
    for (int tried = 1; ; tried++) {
      LocalPlatform platform = on(ports.get(), folder.resolve("servers-" + tried), folder);
      try {
        platform.start();
        return new LocalServers(platform);
      } catch (PlatformException e) {
        if (tried == TRIES || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        log.warn("The test servers start anew: {}", e.getMessage());
      }
    }
  }

  private static LocalPlatform on(PlatformPorts ports, Path data, Path folder) {
    return new LocalPlatform(
        new PlatformSettings(
            data,
            PlatformCache.ofThisUser(),
            folder.resolve("logs"),
            ports,
            PlatformPasswords.same(ROLE_PASSWORD)));
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
