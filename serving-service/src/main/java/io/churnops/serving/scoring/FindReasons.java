package io.churnops.serving.scoring;

import io.churnops.forest.explanation.Explanation;
import io.churnops.serving.model.ServedModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes scores apart on a few threads of its own. That is computing alone, hundreds of times as
 * long as a score and more: on the threads of requests it would hold up every other request. How
 * much may wait is bounded by the work that it is; beyond, requests are sent away.
 */
@Component
class FindReasons implements AutoCloseable {

  /** The most work of one request: a few seconds. */
  static final long MOST_STEPS = 400_000_000L;

  private final ExecutorService threads;
  private final long mostSteps;
  private final long room;
  private final AtomicLong taken = new AtomicLong();

  FindReasons() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), MOST_STEPS);
  }

  FindReasons(int threads, long mostSteps) {
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("reasons-", 1).daemon().factory());
    this.mostSteps = mostSteps;
    this.room = 2 * threads * mostSteps;
  }

  /**
   * Refuses more customers than the model can explain in time.
   *
   * @throws TooManyReasonsException if there are
   */
  void check(ServedModel model, long customers) {
    OptionalLong steps = model.explanationSteps();
    if (steps.isEmpty() || steps.getAsLong() > mostSteps) {
      return;
    }
    long most = mostSteps / steps.getAsLong();
    if (customers > most) {
      throw new TooManyReasonsException(model.name(), model.version(), customers, most);
    }
  }

  /**
   * The explanations of rows, by the same keys; none of a model that cannot tell, or is too large
   * to.
   *
   * @throws ReasonsBusyException if too much is waiting already, or the service stops
   */
  Map<Integer, Explanation> of(ServedModel model, Map<Integer, List<@Nullable Object>> rows) {
    OptionalLong steps = model.explanationSteps();
    if (rows.isEmpty() || steps.isEmpty() || steps.getAsLong() > mostSteps) {
      return Map.of();
    }
    long work = steps.getAsLong() * rows.size();
    if (taken.getAndUpdate(now -> now + work > room ? now : now + work) + work > room) {
      throw new ReasonsBusyException();
    }
    try {
      return answer(threads.submit(() -> explain(model, rows)));
    } catch (RejectedExecutionException | CancellationException _) {
      throw new ReasonsBusyException();
    } finally {
      taken.addAndGet(-work);
    }
  }

  private static Map<Integer, Explanation> explain(
      ServedModel model, Map<Integer, List<@Nullable Object>> rows) {
    Map<Integer, Explanation> explanations = new HashMap<>();
    for (Map.Entry<Integer, List<@Nullable Object>> row : rows.entrySet()) {
      model.explain(row.getValue()).ifPresent(why -> explanations.put(row.getKey(), why));
    }
    return explanations;
  }

  private static Map<Integer, Explanation> answer(Future<Map<Integer, Explanation>> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException _) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw new ReasonsBusyException();
    }
  }

  /** Sends away who waits. */
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Future<?> asked) {
        asked.cancel(true);
      }
    }
  }
}
