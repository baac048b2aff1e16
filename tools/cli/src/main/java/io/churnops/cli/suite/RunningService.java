package io.churnops.cli.suite;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service that has been started, in this JVM or in one of its own. */
sealed interface RunningService permits ServiceContext, ServiceProcess {

  /** The process it lives in. */
  long pid();

  /** How it ended, if nobody asked it to. */
  Optional<Crash> crash();

  /** Ends it gracefully; returns when it has ended. */
  void stop();

  /**
   * An end that nobody asked for.
   *
   * @param exitCode of its process, when it had one of its own
   */
  record Crash(@Nullable Integer exitCode, String why) {}
}
