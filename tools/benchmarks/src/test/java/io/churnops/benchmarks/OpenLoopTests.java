package io.churnops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
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
}
