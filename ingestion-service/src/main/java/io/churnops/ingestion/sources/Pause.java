package io.churnops.ingestion.sources;

import java.time.Duration;

/** Waits; ends early only with the service. */
@FunctionalInterface
interface Pause {

  void rest(Duration time) throws InterruptedException;
}
