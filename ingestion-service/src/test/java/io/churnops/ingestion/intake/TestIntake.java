package io.churnops.ingestion.intake;

import io.churnops.ingestion.eventlog.EventLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** An intake above an event log of the test's own. */
public final class TestIntake {

  private TestIntake() {}

  public static Intake over(EventLog log) {
    return new Intake(log, new RecentEvents(10), (_, _) -> {}, new SimpleMeterRegistry());
  }
}
