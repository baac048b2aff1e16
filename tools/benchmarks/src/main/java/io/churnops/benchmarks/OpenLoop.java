package io.churnops.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
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

  /** One that asks and waits for the answer, as one thread with a connection of its own does. */
  @FunctionalInterface
  interface Client {

    /** Whether the n-th request got a good answer. */
    boolean ask(int n) throws IOException;
  }

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
      await(due);
      answers[i] =
          request
              .apply(i)
              .handle((good, error) -> record(due, error == null && Boolean.TRUE.equals(good)));
    }
    CompletableFuture.allOf(answers).join();
  }

  /**
   * Has clients ask, each in a thread of its own that takes the next request when it is free. As
   * many as are asked at once at worst must not be more than there are clients, or requests wait
   * for one; that is counted too.
   *
   * @param perSecond requests due per second
   * @param count how many in all
   * @param clients who ask
   */
  void run(double perSecond, int count, List<? extends Client> clients) {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(clients.size())) {
      for (Client client : clients) {
        threads.execute(() -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            long due = start + (long) (i * 1e9 / perSecond);
            await(due);
            record(due, isGood(client, i));
          }
        });
      }
    }
  }

  private static boolean isGood(Client client, int i) {
    try {
      return client.ask(i);
    } catch (IOException | RuntimeException e) {
      System.err.println("Request " + i + ": " + e);
      return false;
    }
  }

  private static void await(long due) {
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
  }

  private boolean record(long due, boolean good) {
    micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - due) / 1000));
    if (!good) {
      failed.incrementAndGet();
    }
    return good;
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
