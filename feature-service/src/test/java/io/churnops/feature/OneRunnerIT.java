package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;

@FeatureServiceTest
class OneRunnerIT {

  private static final Duration SILENCE = Duration.ofMillis(500);

  /** Longer than a busy machine keeps a thread that gives signs of life from its work. */
  private static final Duration LONG_SILENCE = Duration.ofSeconds(5);

  private static final long LOCK = 4_711;

  private final JdbcTemplate jdbc;
  private final PlatformTransactionManager transactions;
  private final OneRunner another;

  OneRunnerIT(
      @Autowired JdbcTemplate jdbc,
      @Autowired PlatformTransactionManager transactions,
      @Autowired OneRunner another) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.another = another;
  }

  @Test
  void keepsOthersOutForAsLongAsItWorks() {
    OneRunner runner = new OneRunner(jdbc, transactions, Duration.ofMillis(50), LONG_SILENCE);
    boolean done =
        runner.run(
            LOCK,
            () ->
                await()
                    .during(LONG_SILENCE.plusSeconds(1))
                    .until(() -> !another.run(LOCK, OneRunnerIT::nothing)));
    assertThat(done).isTrue();
    assertThat(another.run(LOCK, OneRunnerIT::nothing)).isTrue();
  }

  @Test
  void losesTheLockWhenItGivesNoSignOfLife() throws Exception {
    OneRunner frozen = new OneRunner(jdbc, transactions, Duration.ofDays(1), SILENCE);
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch thawed = new CountDownLatch(1);
    CompletableFuture<Boolean> work =
        CompletableFuture.supplyAsync(
            () ->
                frozen.run(
                    LOCK + 1,
                    () -> {
                      working.countDown();
                      await().until(() -> thawed.getCount() == 0);
                    }),
            Thread::startVirtualThread);
    await("it has the lock").until(() -> working.getCount() == 0);
    await("it has it no more").until(() -> another.run(LOCK + 1, OneRunnerIT::nothing));
    thawed.countDown();
    assertThatThrownBy(work::join).hasCauseInstanceOf(TransactionException.class);
  }

  @Test
  @Timeout(60)
  void interruptsTheWorkWhenTheLockIsLost() {
    OneRunner runner = new OneRunner(jdbc, transactions, Duration.ofMillis(20), LONG_SILENCE);
    AtomicBoolean interrupted = new AtomicBoolean();
    assertThatThrownBy(() ->
            runner.run(
                LOCK + 2,
                () -> {
                  loseLock(LOCK + 2);
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                    Thread.currentThread().interrupt();
                  }
                }))
        .isInstanceOf(TransactionException.class);
    assertThat(interrupted).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).as("after the work").isFalse();
    assertThat(another.run(LOCK + 2, OneRunnerIT::nothing)).isTrue();
  }

  private void loseLock(long lock) {
    assertThat(
            jdbc.queryForList(
                """
                select pg_terminate_backend(pid) from pg_locks join pg_database on oid = database
                where locktype = 'advisory' and objid = ? and datname = current_database()\
                """,
                Boolean.class,
                lock))
        .containsExactly(true);
  }

  private static void nothing() {}
}
