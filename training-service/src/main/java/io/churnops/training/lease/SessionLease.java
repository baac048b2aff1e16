package io.churnops.training.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The right to work on something, held by one process at a time: a Postgres session lock, which the
 * server takes back the moment its holder is gone. Confined to the thread of its worker.
 */
public class SessionLease {

  private static final int ANSWER_SECONDS = 5;

  private final DataSource database;
  private final String name;
  private @Nullable Connection session;

  /**
   * A lease that nobody has taken.
   *
   * @param name of what is to be worked on
   */
  protected SessionLease(DataSource database, String name) {
    this.database = database;
    this.name = name;
  }

  /** Whether this process still holds the lease. */
  public boolean isHeld() throws SQLException {
    if (session != null && !session.isValid(ANSWER_SECONDS)) {
      release();
    }
    return session != null;
  }

  /** Takes the lease if nobody has it. */
  public boolean take() throws SQLException {
    Connection candidate = database.getConnection();
    boolean taken = false;
    try (PreparedStatement statement =
        candidate.prepareStatement("select pg_try_advisory_lock(hashtext(?))")) {
      statement.setString(1, name);
      try (ResultSet answer = statement.executeQuery()) {
        taken = answer.next() && answer.getBoolean(1);
      }
    } finally {
      if (taken) {
        session = candidate;
      } else {
        candidate.close();
      }
    }
    return taken;
  }

  /** Gives the lease back. */
  public void release() throws SQLException {
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
