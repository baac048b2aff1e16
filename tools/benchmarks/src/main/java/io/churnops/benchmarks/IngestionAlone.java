package io.churnops.benchmarks;

import io.churnops.platform.Credentials;
import io.churnops.platform.LeashedProcess;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.PlatformCache;
import io.churnops.platform.PlatformException;
import io.churnops.platform.PlatformSettings;
import io.churnops.platform.PlatformSettings.PlatformPorts;
import io.churnops.platform.Ports;
import io.churnops.platform.ServiceSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * ingestion-service and the servers it needs, and nothing that reads what it writes: the service in
 * a JVM as its container has it, PostgreSQL beside it, Kafka in this JVM.
 */
final class IngestionAlone implements AutoCloseable {

  private static final int FIRST_OFFSET = 640;
  private static final int MOST_OFFSETS = 200;

  /** What the container's share of its memory comes to; see Dockerfile and k8s/base. */
  private static final List<String> JVM =
      List.of(
          "-Xmx358m",
          "-XX:+UseSerialGC",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  private static final Duration READY_WITHIN = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Path home;
  private final int portOffset;
  private final LocalPlatform platform;
  private final LeashedProcess service;

  private IngestionAlone(
      Path home, int portOffset, LocalPlatform platform, LeashedProcess service) {
    this.home = home;
    this.portOffset = portOffset;
    this.platform = platform;
    this.service = service;
  }

  /** Starts everything in a folder of its own; returns when the service is ready. */
  static IngestionAlone start() throws IOException {
    Path home = Files.createTempDirectory("churnops-load-");
    Credentials credentials = Credentials.in(home.resolve("credentials"));
    int portOffset = freeOffset();
    LocalPlatform platform =
        new LocalPlatform(
            new PlatformSettings(
                home.resolve("data"),
                PlatformCache.ofThisUser(),
                home.resolve("logs"),
                new PlatformPorts(
                    RunningSuite.POSTGRES + portOffset,
                    RunningSuite.REDIS + portOffset,
                    RunningSuite.KAFKA + portOffset),
                credentials.passwords()));
    platform.postgres().start();
    platform.kafka().start();
    IngestionAlone started =
        new IngestionAlone(
            home, portOffset, platform, service(home, portOffset, credentials, platform));
    try {
      started.awaitReady();
      return started;
    } catch (RuntimeException | IOException e) {
      started.close();
      throw e;
    }
  }

  private static int freeOffset() {
    return IntStream.range(FIRST_OFFSET, FIRST_OFFSET + MOST_OFFSETS)
        .filter(offset ->
            IntStream.of(RunningSuite.POSTGRES, RunningSuite.KAFKA, RunningSuite.INGESTION)
                .allMatch(port -> Ports.isFree(port + offset)))
        .findFirst()
        .orElseThrow(() -> new PlatformException("No ports are free for a suite."));
  }

  private static LeashedProcess service(
      Path home, int portOffset, Credentials credentials, LocalPlatform platform) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        Stream.of(
                Stream.of(java.toString()),
                JVM.stream(),
                Stream.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.churnops.ingestion.IngestionService"))
            .flatMap(words -> words)
            .toList();
    Map<String, String> variables =
        Map.of(
            "SERVER_PORT", Integer.toString(RunningSuite.INGESTION + portOffset),
            "CHURNOPS_POSTGRES_URL", platform.postgres().url(),
            "CHURNOPS_POSTGRES_PASSWORD",
                Objects.requireNonNull(
                    credentials.passwords().services().get(ServiceSchema.INGESTION)),
            "CHURNOPS_KAFKA_BOOTSTRAP", platform.kafka().bootstrap(),
            "CHURNOPS_API_KEYS_FILE", credentials.apiKeysFile().toString(),
            "CHURNOPS_CLIENT_KEY_FILE", credentials.keyFile("ingestion-service").toString(),
            "CHURNOPS_DATA_DIR", home.resolve("data").resolve("ingestion").toString());
    return LeashedProcess.start(
        command,
        variables,
        "TERM",
        home.resolve("logs").resolve("ingestion.log"),
        home.resolve("ingestion.pid"));
  }

  /** Its doors, as those of a suite. */
  RunningSuite suite() {
    return new RunningSuite(home, portOffset);
  }

  private void awaitReady() throws IOException {
    long start = System.nanoTime();
    while (!isReady()) {
      if (!service.isAlive() || System.nanoTime() - start > READY_WITHIN.toNanos()) {
        throw new PlatformException(
            "ingestion-service does not start:%n%s"
                .formatted(Files.readString(home.resolve("logs").resolve("ingestion.log"))));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private boolean isReady() throws IOException {
    try {
      return suite().get(RunningSuite.INGESTION, "/readyz").join().status() == 200;
    } catch (CompletionException notYet) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    service.stop();
    platform.stop();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
