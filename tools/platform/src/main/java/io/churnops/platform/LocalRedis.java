package io.churnops.platform;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Redis with its append-only file on: what was written more than a second ago survives a crash, and
 * nothing is ever evicted, because the customers who have long been silent are the ones to predict.
 */
public final class LocalRedis implements LocalServer {

  private static final Duration START = Duration.ofSeconds(30);

  private final Binaries binaries;
  private final Path data;
  private final Path log;
  private final int port;
  private final Optional<String> password;
  private @Nullable LeashedProcess process;

  LocalRedis(PlatformSettings settings) {
    this.binaries = new Binaries(settings.cacheDirectory());
    this.data = settings.dataDirectory().resolve("redis");
    this.log = settings.logDirectory().resolve("redis.log");
    this.port = settings.ports().redis();
    this.password = settings.passwords().redis();
  }

  @Override
  public String name() {
    return "Redis";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public synchronized void start() {
    if (isAlive()) {
      return;
    }
    Path pidFile = data.resolve("redis.pid");
    LeashedProcess.awaitPredecessor(pidFile, "redis-server");
    Ports.requireFree(name(), port);
    PrivateFiles.createDirectory(data);
    Path configuration = data.resolve("redis.conf");
    PrivateFiles.write(configuration, configuration());
    LeashedProcess started =
        LeashedProcess.start(
            List.of(binaries.redis().toString(), configuration.toString()),
            Map.of(),
            "TERM",
            log,
            pidFile);
    process = started;
    Readiness.await(name(), START, started, log, this::answersPing);
  }

  @Override
  public synchronized void stop() {
    if (process != null) {
      process.stop();
      process = null;
    }
  }

  /** Ends the server at once, as a crash would. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  @Override
  public synchronized OptionalLong pid() {
    return process == null ? OptionalLong.empty() : process.pid();
  }

  @Override
  public synchronized Optional<Crash> crash() {
    return Optional.ofNullable(process)
        .filter(LeashedProcess::crashed)
        .map(ended -> new Crash(ended.exitCode(), ended.ending() + "\n" + ServerLog.tail(log)));
  }

  private String configuration() {
    return """
    port %d
    bind 127.0.0.1
    dir "%s"
    daemonize no
    appendonly yes
    appendfsync everysec
    save ""
    maxmemory-policy noeviction
    """
            .formatted(port, data)
        + password.map("requirepass %s\n"::formatted).orElse("");
  }

  private boolean answersPing() {
    String commands = password.map("AUTH %s\r\n"::formatted).orElse("") + "PING\r\n";
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      socket.setSoTimeout(500);
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
      return lastLine(socket.getInputStream(), password.isPresent() ? 2 : 1).equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  private static String lastLine(InputStream in, int lines) throws IOException {
    StringBuilder line = new StringBuilder();
    int left = lines;
    int read;
    while (left > 0 && (read = in.read()) >= 0) {
      if (read == '\n') {
        left--;
        if (left > 0) {
          line.setLength(0);
        }
      } else if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }
}
