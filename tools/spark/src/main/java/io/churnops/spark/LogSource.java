package io.churnops.spark;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The event log in PostgreSQL, as driver and executors reach it.
 *
 * @param url a JDBC URL
 */
record LogSource(String url, String user, String password) implements Serializable {

  /** A session that reads the log as it stands at one moment. */
  Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("currentSchema", "features");
    properties.setProperty("ApplicationName", "churnops-spark");
    Connection connection = DriverManager.getConnection(url, properties);
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  /** A session that reads the log as another one sees it, while that is open. */
  Connection open(String snapshot) throws SQLException {
    Connection connection = open();
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction snapshot '" + snapshot + "'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + " at " + url;
  }
}
