package io.churnops.training.runs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The right to work on runs, held by one process at a time: a Postgres session lock, which the
 * server takes back the moment its holder is gone. Confined to the worker's thread.
 */
@Component
class WorkerLease {

  private static final int ANSWER_SECONDS = 5;

  private final DataSource database;
  private @Nullable Connection session;

  WorkerLease(DataSource database) {
    this.database = database;
  }

  /** Whether this process still holds the lease. */
  boolean isHeld() throws SQLException {
    if (session != null && !session.isValid(ANSWER_SECONDS)) {
      release();
    }
    return session != null;
  }

  /** Takes the lease if nobody has it. */
  boolean take() throws SQLException {
    Connection candidate = database.getConnection();
    boolean taken = false;
    try (Statement statement = candidate.createStatement();
        var answer =
            statement.executeQuery("select pg_try_advisory_lock(hashtext('registry.run'))")) {
      taken = answer.next() && answer.getBoolean(1);
    } finally {
      if (taken) {
        session = candidate;
      } else {
        candidate.close();
      }
    }
    return taken;
  }

  void release() throws SQLException {
    if (session != null) {
      try (Connection ending = session;
          Statement statement = ending.createStatement()) {
        statement.execute("select pg_advisory_unlock_all()");
      } finally {
        session = null;
      }
    }
  }
}
