package io.churnops.platform;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.platform.PlatformSettings.PlatformPasswords;
import io.churnops.platform.PlatformSettings.PlatformPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The three servers on this machine. Runs as root and as an ordinary user alike. */
class LocalPlatformIT {

  @TempDir Path temp;

  @Test
  void keepsEveryServersDataOverARestart() throws Exception {
    PlatformSettings settings = settings(temp, PlatformPorts.free());
    try (LocalPlatform platform = new LocalPlatform(settings)) {
      platform.start();
      execute(
          platform, "CREATE TABLE features.kept (n int); INSERT INTO features.kept VALUES (42)");
      redis(platform, "SET kept 42");
      publish(platform);
    }
    try (LocalPlatform platform = new LocalPlatform(settings)) {
      platform.start();
      assertThat(query(platform, "SELECT n FROM features.kept")).isEqualTo("42");
      assertThat(redis(platform, "GET kept")).isEqualTo("42");
      assertThat(firstRecord(platform)).isEqualTo("42");
    }
  }

  @Test
  void isDurableAndClosedToStrangers() throws Exception {
    try (LocalPlatform platform = new LocalPlatform(settings(temp, PlatformPorts.free()))) {
      platform.start();

      assertThat(query(platform, "SHOW fsync")).isEqualTo("on");
      assertThat(query(platform, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(query(platform, "SHOW max_connections")).isEqualTo("100");
      assertThatThrownBy(() -> execute(platform, "CREATE TABLE serving.intruder (n int)"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(
              () -> DriverManager.getConnection(platform.postgres().url(), "features", "guess"))
          .hasMessageContaining("password authentication failed");
      assertThat(redisWithoutPassword(platform.redis().port(), "PING")).startsWith("-NOAUTH");
      assertThat(Files.getPosixFilePermissions(temp.resolve("data/kafka")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  @Tag("faults")
  void reportsACrashAndStartsAgain() throws Exception {
    try (LocalPlatform platform = new LocalPlatform(settings(temp, PlatformPorts.free()))) {
      platform.start();
      execute(platform, "CREATE TABLE features.kept (n int); INSERT INTO features.kept VALUES (7)");
      long postmaster = platform.postgres().pid().orElseThrow();

      platform.postgres().kill();
      platform.redis().kill();

      assertThat(endsSoon(postmaster)).isTrue();
      assertThat(platform.postgres().isAlive()).isFalse();
      assertThat(platform.postgres().crash().map(LocalServer.Crash::exitCode)).contains(137);
      assertThat(platform.redis().crash()).isPresent();
      assertThat(platform.kafka().crash()).isEmpty();

      platform.start();
      assertThat(query(platform, "SELECT n FROM features.kept")).isEqualTo("7");
      assertThat(platform.servers()).allMatch(LocalServer::isAlive);
    }
  }

  /** A killed process may be listed a moment longer, until its new parent has taken note. */
  private static boolean endsSoon(long pid) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  @Test
  void stopsAndStartsOneServerAlone() {
    try (LocalPlatform platform = new LocalPlatform(settings(temp, PlatformPorts.free()))) {
      platform.start();

      platform.kafka().stop();
      assertThat(platform.kafka().isAlive()).isFalse();
      assertThat(platform.kafka().crash()).isEmpty();
      assertThat(platform.postgres().isAlive()).isTrue();

      platform.kafka().start();
      assertThat(platform.kafka().isAlive()).isTrue();
    }
  }

  @Test
  void saysWhoHoldsATakenPortAndLeavesNothingRunning() throws IOException {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PlatformPorts free = PlatformPorts.free();
      PlatformPorts ports = new PlatformPorts(free.postgres(), holder.getLocalPort(), free.kafka());
      try (LocalPlatform platform = new LocalPlatform(settings(temp, ports))) {
        assertThatThrownBy(platform::start)
            .isInstanceOf(PortTakenException.class)
            .hasMessageContaining("Redis")
            .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
        assertThat(platform.servers()).noneMatch(LocalServer::isAlive);
        assertThat(Ports.isFree(free.postgres())).isTrue();
      }
    }
  }

  @Test
  void refusesDataWhoseAdministratorHasAnotherPassword() {
    PlatformSettings first = settings(temp, PlatformPorts.free());
    try (LocalPlatform platform = new LocalPlatform(first)) {
      platform.start();
    }
    PlatformSettings second =
        new PlatformSettings(
            first.dataDirectory(),
            first.cacheDirectory(),
            first.logDirectory(),
            first.ports(),
            PlatformPasswords.same("another"));
    try (LocalPlatform platform = new LocalPlatform(second)) {
      assertThatThrownBy(platform::start).hasMessageContaining("another administrator's password");
    }
  }

  @Test
  @Tag("faults")
  @Timeout(120)
  void leavesNoProcessBehindWhenItsJvmIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djava.io.tmpdir=" + temp,
                "-cp",
                System.getProperty("java.class.path"),
                PlatformProcess.class.getName(),
                temp.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("started");
    }
    List<ProcessHandle> children = jvm.descendants().toList();
    assertThat(children).hasSizeGreaterThan(5);

    jvm.destroyForcibly().waitFor();

    for (ProcessHandle child : children) {
      child.onExit().get(60, SECONDS);
    }
    try (LocalPlatform platform = new LocalPlatform(settings(temp, PlatformPorts.free()))) {
      platform.start();
      assertThat(query(platform, "SELECT 1")).isEqualTo("1");
    }
  }

  static PlatformSettings settings(Path folder, PlatformPorts ports) {
    PlatformPasswords passwords =
        new PlatformPasswords(
            "admin's secret",
            PlatformPasswords.same("it's a secret").services(),
            Optional.of("redis-secret"));
    return new PlatformSettings(
        folder.resolve("data"),
        PlatformCache.ofThisUser(),
        folder.resolve("logs"),
        ports,
        passwords);
  }

  private static Connection connect(LocalPlatform platform) throws SQLException {
    return DriverManager.getConnection(platform.postgres().url(), "features", "it's a secret");
  }

  private static void execute(LocalPlatform platform, String sql) throws SQLException {
    try (Connection connection = connect(platform);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(LocalPlatform platform, String sql) throws SQLException {
    try (Connection connection = connect(platform);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String redis(LocalPlatform platform, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.redis().port());
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket
          .getOutputStream()
          .write("AUTH redis-secret\r\n%s\r\n".formatted(command).getBytes(StandardCharsets.UTF_8));
      assertThat(answers.readLine()).isEqualTo("+OK");
      String answer = answers.readLine();
      return answer.startsWith("$") ? answers.readLine() : answer;
    }
  }

  private static String redisWithoutPassword(int port, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      return answers.readLine();
    }
  }

  private static void publish(LocalPlatform platform) throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", platform.kafka().bootstrap());
    try (Admin admin = Admin.create(client);
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get(60, SECONDS);
      producer.send(new ProducerRecord<>("kept", "k", "42")).get(60, SECONDS);
    }
  }

  private static String firstRecord(LocalPlatform platform) {
    Map<String, Object> client = Map.of("bootstrap.servers", platform.kafka().bootstrap());
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("kept", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return consumer.poll(Duration.ofSeconds(60)).iterator().next().value();
    }
  }
}
