package io.churnops.ingestion.intake;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds how many bodies are held in memory at a time; who waits too long is sent away. */
final class Admission {

  private final Semaphore places;
  private final Duration patience;

  Admission(int places, Duration patience) {
    this.places = new Semaphore(places, true);
    this.patience = patience;
  }

  /** A place, to be given back by closing it. */
  Place enter() {
    try {
      if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TooManyRequestsException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TooManyRequestsException();
    }
    return places::release;
  }

  /** A request's place among those under way. */
  @FunctionalInterface
  interface Place extends AutoCloseable {

    @Override
    void close();
  }
}
