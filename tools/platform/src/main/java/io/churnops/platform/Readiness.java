package io.churnops.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until a server answers, and says why it never will. */
final class Readiness {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private Readiness() {}

  static void await(
      String name, Duration atMost, LeashedProcess process, Path log, BooleanSupplier answers) {
    long started = System.nanoTime();
    while (!answers.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new PlatformException(
            "%s ended with exit code %d while starting. %s"
                .formatted(name, process.exitCode(), ServerLog.tail(log)));
      }
      if (System.nanoTime() - started > atMost.toNanos()
          || Thread.currentThread().isInterrupted()) {
        process.stop();
        throw new PlatformException(
            "%s did not answer within %d s. %s"
                .formatted(name, atMost.toSeconds(), ServerLog.tail(log)));
      }
      LockSupport.parkNanos(PAUSE);
    }
  }
}
