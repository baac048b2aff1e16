package io.churnops.feature;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets one instance of the service at a time do what several must not do together. */
@Component
public class OneRunner {

  private static final Logger log = LoggerFactory.getLogger(OneRunner.class);

  private final JdbcTemplate jdbc;
  private final TransactionTemplate holding;
  private final TransactionTemplate outside;
  private final Duration sign;
  private final Duration silence;

  @Autowired
  OneRunner(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this(jdbc, transactions, Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  /**
   * A runner.
   *
   * @param sign how often it gives a sign of life while it works
   * @param silence without any for so long, it loses the lock
   */
  OneRunner(
      JdbcTemplate jdbc, PlatformTransactionManager transactions, Duration sign, Duration silence) {
    this.jdbc = jdbc;
    this.sign = sign;
    this.silence = silence;
    this.holding = new TransactionTemplate(transactions);
    this.outside = new TransactionTemplate(transactions);
    outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
  }

  /**
   * Does something unless another instance is at it. A transaction of its own holds the lock, so
   * that it ends with this process, or soon after the process has frozen; what is done is outside
   * of it, and interrupted when the lock is lost.
   *
   * @return whether it was done
   */
  public boolean run(long lock, Runnable work) {
    return Objects.requireNonNull(
        holding.execute(_ -> {
          jdbc.execute("set local idle_in_transaction_session_timeout = " + silence.toMillis());
          boolean mine =
              Boolean.TRUE.equals(
                  jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, lock));
          if (mine) {
            ConnectionCallback<Boolean> alive =
                connection -> {
                  whileAlive(connection, () -> outside.executeWithoutResult(_ -> work.run()));
                  return true;
                };
            jdbc.execute(alive);
          }
          return mine;
        }));
  }

  /** Lets the transaction say something now and then while the work is done. */
  private void whileAlive(Connection connection, Runnable work) {
    CountDownLatch done = new CountDownLatch(1);
    AtomicBoolean lost = new AtomicBoolean();
    Thread worker = Thread.currentThread();
    Runnable onLoss =
        () -> {
          lost.set(true);
          worker.interrupt();
        };
    // Virtual threads may all be kept from running by work that does not wait.
    Thread signs =
        Thread.ofPlatform()
            .name("signs-of-life")
            .daemon()
            .start(() -> giveSigns(connection, done, onLoss));
    try {
      work.run();
    } finally {
      done.countDown();
      join(signs, lost);
    }
  }

  private void giveSigns(Connection connection, CountDownLatch done, Runnable onLoss) {
    try (Statement statement = connection.createStatement()) {
      while (!done.await(sign.toMillis(), TimeUnit.MILLISECONDS)) {
        statement.execute("select 1");
      }
    } catch (SQLException lost) {
      log.warn("A lock was lost, another instance may have it: {}", lost.getSQLState());
      onLoss.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the signs to end; an interrupt because of a loss ends with the work. */
  private static void join(Thread signs, AtomicBoolean lost) {
    boolean interrupted = Thread.interrupted();
    while (signs.isAlive()) {
      try {
        signs.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    // It may have come when the signs had ended already.
    interrupted |= Thread.interrupted();
    if (interrupted && !lost.get()) {
      Thread.currentThread().interrupt();
    }
  }
}
