package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Asks a service again and again until something is over. */
final class Poll {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Poll() {}

  /**
   * Waits for the end; a service that is away for a moment, as while it is deployed anew, is waited
   * for.
   *
   * @param told everything that is answered before the end
   * @throws SuiteException if it refuses, is away for longer, or this thread is interrupted
   */
  static JsonNode until(
      Predicate<JsonNode> over, ServiceClient client, String path, Consumer<JsonNode> told) {
    long answered = System.nanoTime();
    while (true) {
      try {
        JsonNode now = client.get(path);
        answered = System.nanoTime();
        if (over.test(now)) {
          return now;
        }
        told.accept(now);
      } catch (SuiteException e) {
        if (e.isRefusal() || System.nanoTime() - answered > PATIENCE.toNanos()) {
          throw e;
        }
      }
      if (Thread.interrupted()) {
        throw new SuiteException("Interrupted while waiting for " + path + ", which goes on");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
