package io.churnops.feature;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
   * of it.
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
    Thread signs = Thread.startVirtualThread(() -> giveSigns(connection, done));
    try {
      work.run();
    } finally {
      done.countDown();
      join(signs);
    }
  }

  private void giveSigns(Connection connection, CountDownLatch done) {
    try (Statement statement = connection.createStatement()) {
      while (!done.await(sign.toMillis(), TimeUnit.MILLISECONDS)) {
        statement.execute("select 1");
      }
    } catch (SQLException lost) {
      log.warn("A lock was lost, another instance may have it: {}", lost.getSQLState());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
