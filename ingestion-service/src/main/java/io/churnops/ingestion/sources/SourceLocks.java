package io.churnops.ingestion.sources;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds sources, so that one instance pulls from each. What a process held is free once its
 * connection is gone.
 */
final class SourceLocks {

  private static final Logger log = LoggerFactory.getLogger(SourceLocks.class);
  private static final String KEY = "hashtextextended('churnops.sources/' || ?, 0)";

  private final DataSource database;

  SourceLocks(DataSource database) {
    this.database = database;
  }

  /** A source that is held until this is closed. */
  interface Hold extends AutoCloseable {

    @Override
    void close();
  }

  /** Holds a source, unless another instance does. */
  Optional<Hold> tryHold(String source) {
    Connection connection = null;
    try {
      connection = database.getConnection();
      if (ask(connection, "select pg_try_advisory_lock(" + KEY + ")", source)) {
        Connection held = connection;
        return Optional.of(() -> release(held, source));
      }
    } catch (SQLException away) {
      log.warn("Source not held: source={} reason={}", source, away.getSQLState());
    }
    close(connection);
    return Optional.empty();
  }

  private static void release(Connection connection, String source) {
    try {
      boolean _ = ask(connection, "select pg_advisory_unlock(" + KEY + ")", source);
    } catch (SQLException away) {
      // The session is broken or goes away with the connection, and the lock with it.
      abort(connection);
    }
    close(connection);
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException gone) {
      log.debug("Connection of a lock is gone already", gone);
    }
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException gone) {
        log.debug("Connection of a lock is gone already", gone);
      }
    }
  }

  private static boolean ask(Connection connection, String sql, String source) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, source);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
