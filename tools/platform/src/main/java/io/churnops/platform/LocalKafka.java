package io.churnops.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node, broker and controller, inside this JVM. Topics, records and group offsets survive
 * a restart. At most one may run per JVM: Kafka has a single way to say that it cannot go on, which
 * would otherwise halt the JVM.
 */
public final class LocalKafka implements LocalServer {

  private static final String CONTROLLER = "CONTROLLER";
  private static final AtomicReference<@Nullable String> FATAL = new AtomicReference<>();

  private final Path data;
  private final int port;
  private final Map<String, String> more;
  private @Nullable KafkaRaftServer server;

  LocalKafka(PlatformSettings settings) {
    this(settings, Map.of());
  }

  /** A node with more of Kafka's own settings than the suite needs. */
  public LocalKafka(PlatformSettings settings, Map<String, String> more) {
    this.more = Map.copyOf(more);
    this.data = settings.dataDirectory().resolve("kafka");
    this.port = settings.ports().kafka();
  }

  @Override
  public String name() {
    return "Kafka";
  }

  @Override
  public int port() {
    return port;
  }

  /** Address for clients: {@code host:port}. */
  public String bootstrap() {
    return "localhost:" + port;
  }

  @Override
  public synchronized void start() {
    if (isAlive()) {
      return;
    }
    stop(); // what is left of one that died
    Ports.requireFree(name(), port);
    FATAL.set(null);
    Exit.setExitProcedure((code, message) -> die("exit", code, message));
    Exit.setHaltProcedure((code, message) -> die("halt", code, message));
    try {
      PrivateFiles.createDirectory(data);
      format();
      KafkaRaftServer starting =
          new KafkaRaftServer(KafkaConfig.fromProps(properties()), Time.SYSTEM);
      server = starting;
      starting.startup();
    } catch (Exception e) {
      stop();
      throw new PlatformException("Kafka does not start in %s: %s".formatted(data, e), e);
    }
  }

  @Override
  public synchronized void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  @Override
  public synchronized boolean isAlive() {
    return server != null && FATAL.get() == null;
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.empty();
  }

  @Override
  public synchronized Optional<Crash> crash() {
    return server == null
        ? Optional.empty()
        : Optional.ofNullable(FATAL.get()).map(words -> new Crash(null, words));
  }

  /** Kafka's fault handlers must not go on after this, hence the error. */
  private static void die(String how, int code, @Nullable String message) {
    FATAL.compareAndSet(
        null, "Kafka called %s(%d)%s".formatted(how, code, message == null ? "" : ": " + message));
    throw new IllegalStateException(FATAL.get());
  }

  private void format() throws Exception {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(out)
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(data.toString())
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName(CONTROLLER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new PlatformException("Cannot format %s: %s".formatted(data, said), e);
    }
  }

  /**
   * One node; small internal topics; a dead broker's registration is forgotten within three
   * seconds.
   */
  private Properties properties() {
    int controller = Ports.free(1).getFirst();
    Properties properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("node.id", "1"),
            Map.entry("process.roles", "broker,controller"),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controller)),
            Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port),
            Map.entry("controller.listener.names", CONTROLLER),
            Map.entry("controller.quorum.voters", "1@localhost:" + controller),
            Map.entry("log.dirs", data.toString()),
            Map.entry("broker.session.timeout.ms", "3000"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("num.partitions", "1"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.num.partitions", "5"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "3"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "3"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)),
            Map.entry("log.segment.bytes", Integer.toString(64 << 20)),
            Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)),
            Map.entry("metadata.log.segment.bytes", Integer.toString(8 << 20))));
    properties.putAll(more);
    return properties;
  }
}
