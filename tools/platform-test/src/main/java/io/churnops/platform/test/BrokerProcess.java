package io.churnops.platform.test;

import static org.awaitility.Awaitility.await;

import io.churnops.platform.LocalKafka;
import io.churnops.platform.PlatformCache;
import io.churnops.platform.PlatformSettings;
import io.churnops.platform.PlatformSettings.PlatformPasswords;
import io.churnops.platform.PlatformSettings.PlatformPorts;
import io.churnops.platform.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka node that nobody else uses, in a process of its own, to be killed and started again with
 * what it had on disk.
 */
public final class BrokerProcess implements AutoCloseable {

  /** Everybody may do everything, but a test can forbid it. */
  private static final Map<String, String> OPEN_UNTIL_FORBIDDEN =
      Map.of(
          "authorizer.class.name",
          "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
          "allow.everyone.if.no.acl.found",
          "true");

  private final Path folder;
  private final int port = Ports.free(1).getFirst();
  private @Nullable JavaProcess process;

  /** A broker that keeps its data in a folder; not started yet. */
  public BrokerProcess(Path folder) {
    this.folder = folder;
  }

  public String bootstrap() {
    return "localhost:" + port;
  }

  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrap()));
  }

  /** Starts the broker and returns when it answers. */
  public void start() {
    process =
        JavaProcess.start(
            BrokerProcess.class,
            List.of(folder.toString(), Integer.toString(port)),
            Map.of(),
            folder.resolve("broker.log"));
    try (Admin admin = admin()) {
      await("the broker answers")
          .atMost(Patience.LONGEST)
          .ignoreExceptions()
          .until(() -> !admin.describeCluster().nodes().get().isEmpty());
    }
  }

  /** Lets it fall silent until it goes on: what is sent to it is neither taken nor refused. */
  public void pause() {
    Optional.ofNullable(process).ifPresent(JavaProcess::pause);
  }

  public void goOn() {
    Optional.ofNullable(process).ifPresent(JavaProcess::goOn);
  }

  public void kill() {
    Optional.ofNullable(process).ifPresent(JavaProcess::kill);
  }

  @Override
  public void close() {
    kill();
  }

  /** The process: a folder and a port. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ENGLISH);
    Path folder = Path.of(arguments[0]);
    List<Integer> unused = Ports.free(2);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new LocalKafka(
            new PlatformSettings(
                folder,
                PlatformCache.ofThisUser(),
                folder,
                new PlatformPorts(unused.get(0), unused.get(1), Integer.parseInt(arguments[1])),
                PlatformPasswords.same(LocalServers.ROLE_PASSWORD)),
            OPEN_UNTIL_FORBIDDEN)
        .start();
  }
}
