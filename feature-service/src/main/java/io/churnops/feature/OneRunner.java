package io.churnops.feature;

import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets one instance of the service at a time do what several must not do together. */
@Component
public class OneRunner {

  private final JdbcClient jdbc;
  private final TransactionTemplate holding;
  private final TransactionTemplate outside;

  OneRunner(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.holding = new TransactionTemplate(transactions);
    this.outside = new TransactionTemplate(transactions);
    outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
  }

  /**
   * Does something unless another instance is at it. A transaction of its own holds the lock, so
   * that it ends with this process; what is done is outside of it.
   *
   * @return whether it was done
   */
  public boolean run(long lock, Runnable work) {
    return Objects.requireNonNull(
        holding.execute(_ -> {
          // Its transaction says nothing while the work is done, however long that takes.
          jdbc.sql("set local idle_in_transaction_session_timeout = 0").update();
          boolean mine =
              jdbc.sql("select pg_try_advisory_xact_lock(?)")
                  .param(lock)
                  .query(Boolean.class)
                  .single();
          if (mine) {
            outside.executeWithoutResult(_ -> work.run());
          }
          return mine;
        }));
  }
}
