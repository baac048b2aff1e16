package io.churnops.platform.test;

import io.churnops.platform.Credentials;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.Machine;
import io.churnops.platform.ServiceKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;

/**
 * The servers that the integration tests of one JVM share. They start with the first call, or
 * earlier when the build says so, and end with the JVM, after every Spring context.
 */
public final class TestServers {

  private static final CompletableFuture<TestServers> SHARED = new CompletableFuture<>();
  private static final AtomicInteger STARTS = new AtomicInteger();

  private final Path folder;
  private final Credentials credentials;
  private final ServerSet servers;
  private final AtomicInteger databases = new AtomicInteger();

  private TestServers() {
    folder = temporaryFolder();
    credentials = Credentials.in(folder.resolve("credentials"), principalPerScope());
    servers = DockerEngine.answers() ? ContainerServers.start() : LocalServers.start(folder);
  }

  /** The servers, running. */
  public static TestServers shared() {
    startSoon();
    try {
      return SHARED.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The test servers do not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the test servers start", e);
    }
  }

  /** Begins to start the servers, on a thread of its own; does nothing when that has been done. */
  static void startSoon() {
    if (STARTS.getAndIncrement() == 0) {
      Thread.ofPlatform().name("test-servers").start(TestServers::startNow);
    }
  }

  private static void startNow() {
    try {
      TestServers started = new TestServers();
      SpringApplication.getShutdownHandlers().add(started::close);
      SHARED.complete(started);
    } catch (RuntimeException e) {
      SHARED.completeExceptionally(e);
    }
  }

  /** A key that allows everything, to be sent as {@code Authorization: Bearer <key>}. */
  public static String adminKey() {
    return shared().credentials.key(ServiceKeys.ADMIN);
  }

  /** A key that allows nothing but one scope, for example {@code features:read}. */
  public static String keyFor(String scope) {
    return shared().credentials.key(principalFor(scope));
  }

  /** Keys, passwords and the pair that signs models. */
  public Credentials credentials() {
    return credentials;
  }

  /** The local servers, to be stopped, killed and started again; empty when containers are used. */
  public Optional<LocalPlatform> local() {
    return servers.local();
  }

  /** Address of Kafka: {@code host:port}. */
  public String kafkaBootstrap() {
    return servers.kafkaBootstrap();
  }

  /** JDBC URL of the shared database. */
  public String postgresUrl() {
    return servers.postgresUrl();
  }

  /** JDBC URL of a new database with the roles and empty schemas of the suite. */
  public String newDatabase() {
    return servers.newDatabase("churnops_" + databases.incrementAndGet());
  }

  /**
   * The suite's configuration variables for one Spring context. The password is the same for every
   * role, so that any service can use them.
   */
  public Map<String, Object> variables(String postgresUrl) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("CHURNOPS_POSTGRES_URL", postgresUrl);
    variables.put("CHURNOPS_POSTGRES_PASSWORD", LocalServers.ROLE_PASSWORD);
    variables.put("CHURNOPS_REDIS_HOST", servers.redisHost());
    variables.put("CHURNOPS_REDIS_PORT", servers.redisPort());
    variables.put("CHURNOPS_REDIS_PASSWORD", "");
    variables.put("CHURNOPS_KAFKA_BOOTSTRAP", kafkaBootstrap());
    variables.put("CHURNOPS_API_KEYS_FILE", credentials.apiKeysFile().toString());
    variables.put("CHURNOPS_CLIENT_KEY_FILE", credentials.keyFile(ServiceKeys.ADMIN).toString());
    variables.put("CHURNOPS_MODEL_SIGNING_KEY_FILE", credentials.signingKeyFile().toString());
    variables.put("CHURNOPS_MODEL_VERIFY_KEY_FILE", credentials.verifyKeyFile().toString());
    variables.put("CHURNOPS_DATA_DIR", newFolder().toString());
    return variables;
  }

  private Path newFolder() {
    try {
      return Files.createTempDirectory(folder, "data-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void close() {
    servers.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }

  /** In the build's folder, unless PostgreSQL must run as somebody who may not pass there. */
  private static Path temporaryFolder() {
    boolean passable = !Machine.isRoot() || Machine.allowsUserNamespaces();
    Path parent = Path.of(passable ? System.getProperty("java.io.tmpdir") : "/tmp");
    try {
      return Files.createTempDirectory(parent, "churnops-it-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<String>> principalPerScope() {
    return ServiceKeys.SCOPES.stream()
        .collect(Collectors.toMap(TestServers::principalFor, List::of));
  }

  private static String principalFor(String scope) {
    return "only-" + scope.replace(':', '-');
  }
}
