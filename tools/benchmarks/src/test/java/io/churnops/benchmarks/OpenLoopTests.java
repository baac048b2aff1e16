package io.churnops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class OpenLoopTests {

  @Test
  void countsEveryAnswerAndEveryFailure() {
    OpenLoop loop = new OpenLoop();

    loop.run(
        10_000,
        100,
        i ->
            switch (i % 4) {
              case 0 -> CompletableFuture.failedFuture(new IllegalStateException("no answer"));
              case 1 -> CompletableFuture.completedFuture(false);
              default -> CompletableFuture.completedFuture(true);
            });

    assertThat(loop.micros().getTotalCount()).isEqualTo(100);
    assertThat(loop.failed()).isEqualTo(50);
  }

  @Test
  void countsWhatWaitsForAClient() {
    OpenLoop loop = new OpenLoop();

    loop.run(1_000, 20, List.of(_ -> sleeps(), _ -> sleeps()));

    assertThat(loop.micros().getTotalCount()).isEqualTo(20);
    assertThat(loop.micros().getMaxValue())
        .as("ten in turn of 10 ms each, asked within 20 ms")
        .isGreaterThan(70_000);
    assertThat(loop.failed()).isZero();
  }

  @Test
  void countsEveryFailureOfAClient() {
    OpenLoop loop = new OpenLoop();

    loop.run(
        10_000,
        100,
        List.of(i -> {
          if (i % 8 == 0) {
            throw new IOException("no answer");
          }
          if (i % 8 == 4) {
            throw new IllegalStateException("no connection");
          }
          return i % 4 > 1;
        }));

    assertThat(loop.micros().getTotalCount()).isEqualTo(100);
    assertThat(loop.failed()).isEqualTo(50);
  }

  private static boolean sleeps() {
    long until = System.nanoTime() + 10_000_000;
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    return true;
  }
}
