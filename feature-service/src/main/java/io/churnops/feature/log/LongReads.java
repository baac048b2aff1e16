package io.churnops.feature.log;

import java.sql.Connection;
import java.time.Duration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets the transaction of a job take its time. A connection that is silent for longer than the
 * pool's limit is given up, and so is a transaction that asks nothing for long: but the answer to a
 * question about the whole log may begin late, and one transaction may wait for others.
 */
public final class LongReads {

  private static final Duration SILENCE = Duration.ofMinutes(30);

  private LongReads() {}

  /** To be called in the transaction that is to be let; its end takes the permission back. */
  public static void allow(JdbcTemplate jdbc) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("Only a transaction can be let take its time");
    }
    jdbc.execute((Connection connection) -> {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(SILENCE.toMillis()));
      return true;
    });
    jdbc.execute("set local idle_in_transaction_session_timeout = 0");
    jdbc.execute("set local lock_timeout = '10min'");
  }
}
