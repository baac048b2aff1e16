package io.churnops.serving.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.forest.explanation.Explanation;
import io.churnops.serving.model.ServedModel;
import io.churnops.serving.model.TestModels;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindReasonsTests {

  private static final ServedModel MODEL = TestModels.served();
  private static final long STEPS = MODEL.explanationSteps().orElseThrow();
  private static final List<@Nullable Object> ROW = Arrays.asList(90.0, 0.0, "FR");

  @Test
  void givesTheExplanationsOfTheModel() {
    try (var reasons = new FindReasons()) {
      Map<Integer, Explanation> found = reasons.of(MODEL, Map.of(3, ROW, 7, ROW));

      Explanation explanation = MODEL.explain(ROW).orElseThrow();
      assertThat(found).isEqualTo(Map.of(3, explanation, 7, explanation));
      assertThat(reasons.of(MODEL, Map.of())).isEmpty();
    }
  }

  @Test
  void explainsOnThreadsOfItsOwn() {
    var row = new WatchedRow();
    row.mayGoOn.countDown();
    try (var requests = Executors.newVirtualThreadPerTaskExecutor();
        var reasons = new FindReasons(1, STEPS)) {
      assertThat(ask(requests, reasons, Map.of(0, row)).join()).hasSize(1);
    }
    assertThat(row.readBy.join().isVirtual()).isFalse();
  }

  @Test
  void sendsAwayWhatWouldWaitTooLong() {
    var row = new WatchedRow();
    try (var requests = Executors.newVirtualThreadPerTaskExecutor();
        var reasons = new FindReasons(1, STEPS)) {
      var first = ask(requests, reasons, Map.of(0, row, 1, ROW));
      row.readBy.join();

      assertThatThrownBy(() -> reasons.of(MODEL, Map.of(0, ROW)))
          .isInstanceOfSatisfying(
              ReasonsBusyException.class,
              busy -> assertThat(busy.getHeaders().getFirst("Retry-After")).isNotNull());

      row.mayGoOn.countDown();
      assertThat(first.join()).hasSize(2);
      assertThat(reasons.of(MODEL, Map.of(0, ROW))).hasSize(1);
    }
  }

  @Test
  void letsNobodyWaitWhenTheServiceStops() {
    var row = new WatchedRow();
    try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
      var reasons = new FindReasons(1, STEPS);
      var running = ask(requests, reasons, Map.of(0, row));
      row.readBy.join();
      var waiting = ask(requests, reasons, Map.of(0, ROW));

      reasons.close();

      for (var asked : List.of(running, waiting)) {
        assertThatThrownBy(asked::join)
            .isInstanceOf(CompletionException.class)
            .hasCauseInstanceOf(ReasonsBusyException.class);
      }
    }
  }

  @Test
  void asksLessOfLargeModels() {
    try (var reasons = new FindReasons(1, 3 * STEPS)) {
      assertThatCode(() -> reasons.check(MODEL, 3)).doesNotThrowAnyException();
      assertThatThrownBy(() -> reasons.check(MODEL, 4))
          .isInstanceOf(TooManyReasonsException.class)
          .hasMessageContaining("at most 3 customers at once, not 4");
    }
    try (var reasons = new FindReasons(1, STEPS - 1)) {
      assertThatCode(() -> reasons.check(MODEL, 50)).doesNotThrowAnyException();
      assertThat(reasons.of(MODEL, Map.of(0, ROW))).isEmpty();
    }
  }

  private static CompletableFuture<Map<Integer, Explanation>> ask(
      ExecutorService requests, FindReasons reasons, Map<Integer, List<@Nullable Object>> rows) {
    return CompletableFuture.supplyAsync(() -> reasons.of(MODEL, rows), requests);
  }

  /** Tells who reads it, and makes them wait. */
  private static final class WatchedRow extends AbstractList<@Nullable Object> {

    private final CompletableFuture<Thread> readBy = new CompletableFuture<>();
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    @Override
    public @Nullable Object get(int place) {
      readBy.complete(Thread.currentThread());
      try {
        mayGoOn.await();
      } catch (InterruptedException _) {
        throw new CancellationException();
      }
      return ROW.get(place);
    }

    @Override
    public int size() {
      return ROW.size();
    }
  }
}
