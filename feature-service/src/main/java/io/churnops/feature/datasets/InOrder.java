package io.churnops.feature.datasets;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does tasks on several threads, taking their results one by one in the order of the tasks. */
final class InOrder {

  private static final int AHEAD = 2;

  private InOrder() {}

  /** Takes a result. */
  interface Taker<T> {
    void take(T result) throws Exception;
  }

  /**
   * Does all tasks. Results that wait for their turn are few, whatever the number of tasks.
   *
   * @throws CancellationException if the calling thread is interrupted
   */
  static <T> void run(int threads, Iterator<? extends Callable<T>> tasks, Taker<T> taker)
      throws Exception {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("training-rows-", 0).daemon().factory());
    Deque<Future<T>> begun = new ArrayDeque<>();
    try {
      while (tasks.hasNext() || !begun.isEmpty()) {
        while (tasks.hasNext() && begun.size() < threads + AHEAD) {
          begun.add(workers.submit(tasks.next()));
        }
        taker.take(result(begun.remove()));
      }
    } finally {
      workers.shutdownNow();
      workers.close();
    }
  }

  private static <T> T result(Future<T> task) throws Exception {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while making rows");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
