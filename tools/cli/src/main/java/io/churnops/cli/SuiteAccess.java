package io.churnops.cli;

import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.suite.SuiteService;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Calls of the suite on this machine with the admin key of its home. */
final class SuiteAccess {

  private static final Duration POLL = Duration.ofMillis(200);

  private SuiteAccess() {}

  static SuiteClient of(ChurnopsCommand churnops) {
    LocalSuite suite = churnops.suite();
    return new SuiteClient(new SuitePorts(suite.status().portOffset()), suite.home());
  }

  /**
   * Waits for a job to end well, and answers its last report.
   *
   * @param told every report before that
   */
  static JsonNode ended(
      SuiteClient client, SuiteService service, String path, String well, Consumer<JsonNode> told) {
    while (true) {
      JsonNode job = client.get(service, path);
      String status = job.path("status").asString();
      if (status.equals(well)) {
        return job;
      }
      if (status.equals("FAILED")) {
        throw new SuiteException(path + " failed: " + job.path("error"));
      }
      if (status.equals("CANCELLED")) {
        throw new SuiteException(path + " was cancelled by " + job.path("cancelledBy").asString());
      }
      told.accept(job);
      if (Thread.interrupted()) {
        throw new SuiteException("Interrupted while waiting for " + path);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
