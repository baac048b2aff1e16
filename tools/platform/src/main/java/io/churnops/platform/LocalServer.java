package io.churnops.platform;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A server on this machine that lives and dies with this process. Stopping and starting keeps its
 * data and its port. All methods may be called from any thread.
 */
public sealed interface LocalServer permits LocalPostgres, LocalRedis, LocalKafka {

  /** Name for people: {@code PostgreSQL}, {@code Redis} or {@code Kafka}. */
  String name();

  int port();

  /**
   * Starts the server and returns when it answers; does nothing when it runs.
   *
   * @throws PortTakenException when somebody else listens on its port
   * @throws PlatformException when it cannot start; the message ends with the tail of its log
   */
  void start();

  /** Stops the server so that its data are on disk; does nothing when it does not run. */
  void stop();

  /** Whether the server has been started and has neither been stopped nor died. */
  boolean isAlive();

  /** The operating system's process, when the server runs in one of its own. */
  OptionalLong pid();

  /** How a server that was started has died; empty when it lives or was stopped on purpose. */
  Optional<Crash> crash();

  /**
   * The end of a server that nobody asked for.
   *
   * @param exitCode of its process, when it had one of its own
   * @param why the end of its log, or its last words
   */
  record Crash(@Nullable Integer exitCode, String why) {}
}
