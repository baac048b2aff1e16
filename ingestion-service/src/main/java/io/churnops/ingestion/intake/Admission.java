package io.churnops.ingestion.intake;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bounds how many bodies are held in memory at a time; who waits too long is sent away. A key has
 * no more than its share of the places, so that one which sends slowly leaves some to the others.
 */
final class Admission {

  private final Semaphore places;
  private final int perKey;
  private final Duration patience;
  private final LongSupplier nanos;
  private final Map<String, Semaphore> shares = new ConcurrentHashMap<>();

  Admission(int places, int perKey, Duration patience) {
    this(places, perKey, patience, System::nanoTime);
  }

  Admission(int places, int perKey, Duration patience, LongSupplier nanos) {
    this.places = new Semaphore(places, true);
    this.perKey = perKey;
    this.patience = patience;
    this.nanos = nanos;
  }

  /**
   * A place, to be given back by closing it.
   *
   * @param key whose request it is; there are as many as the operator has made
   */
  Place enter(String key) {
    Semaphore share = shares.computeIfAbsent(key, _ -> new Semaphore(perKey, true));
    long deadline = nanos.getAsLong() + patience.toNanos();
    take(share, deadline);
    try {
      take(places, deadline);
    } catch (TooManyRequestsException full) {
      share.release();
      throw full;
    }
    return () -> {
      places.release();
      share.release();
    };
  }

  private void take(Semaphore from, long deadline) {
    try {
      if (!from.tryAcquire(deadline - nanos.getAsLong(), TimeUnit.NANOSECONDS)) {
        throw new TooManyRequestsException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TooManyRequestsException();
    }
  }

  /** A request's place among those under way. */
  @FunctionalInterface
  interface Place extends AutoCloseable {

    @Override
    void close();
  }
}
