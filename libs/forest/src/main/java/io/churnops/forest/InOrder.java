package io.churnops.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Work on many threads whose results come in the order of their indices. */
final class InOrder {

  private InOrder() {}

  /**
   * Computes a value for each index; they are begun in order.
   *
   * @throws CancellationException if the calling thread is interrupted, which it stays, or a task
   *     threw one
   */
  static <T> List<T> each(ExecutorService workers, int size, IntFunction<T> task) {
    List<Callable<T>> tasks =
        IntStream.range(0, size).<Callable<T>>mapToObj(i -> () -> task.apply(i)).toList();
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      var results = new ArrayList<T>(size);
      for (Future<T> future : workers.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
      throw new CancellationException("training was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CancellationException cancelled) {
        throw cancelled;
      }
      throw new IllegalStateException("training failed", e.getCause());
    }
  }
}
