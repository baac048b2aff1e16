package io.churnops.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests at a fixed rate, whatever the answers do. Latency counts from the moment a request was
 * due, not from when it was sent, so that a stall is seen by every request it delayed.
 */
final class OpenLoop {

  private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
  private final AtomicInteger failed = new AtomicInteger();

  /**
   * Sends and waits for all answers.
   *
   * @param perSecond requests due per second
   * @param count how many in all
   * @param request sends the n-th; its future says whether the answer was a good one
   */
  void run(double perSecond, int count, IntFunction<CompletableFuture<Boolean>> request) {
    long start = System.nanoTime();
    CompletableFuture<?>[] answers = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      long due = start + (long) (i * 1e9 / perSecond);
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      answers[i] = request.apply(i).handle((good, error) -> record(due, good, error));
    }
    CompletableFuture.allOf(answers).join();
  }

  private boolean record(long due, Boolean good, Throwable error) {
    micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - due) / 1000));
    if (error != null || !good) {
      failed.incrementAndGet();
    }
    return true;
  }

  /** Latencies from when a request was due, in microseconds. */
  Histogram micros() {
    return micros;
  }

  /** How many got no answer or a bad one. */
  int failed() {
    return failed.get();
  }
}
