package io.churnops.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Prepares a database for the suite: runs {@code bootstrap.sql}, the psql script that the container
 * set-ups use too, over a superuser's JDBC connection.
 */
public final class Bootstrap {

  private Bootstrap() {}

  /** Makes the database unless it exists. */
  public static void createDatabase(Connection server, String database) throws SQLException {
    if (!database.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("Not a plain database name: " + database);
    }
    try (PreparedStatement query =
        server.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
      query.setString(1, database);
      try (ResultSet found = query.executeQuery();
          Statement statement = server.createStatement()) {
        if (!found.next()) {
          statement.execute("CREATE DATABASE " + database);
        }
      }
    }
  }

  /**
   * Makes each service's role and schema in the connection's database unless they exist, and sets
   * the passwords.
   */
  public static void createSchemas(
      Connection database, PlatformSettings.PlatformPasswords passwords) throws SQLException {
    String script =
        script().lines().filter(line -> !line.startsWith("\\")).collect(Collectors.joining("\n"));
    for (ServiceSchema schema : ServiceSchema.values()) {
      String password = Objects.requireNonNull(passwords.services().get(schema));
      script =
          script.replace(
              ":'%s_password'".formatted(schema.schemaName()),
              "'" + password.replace("'", "''") + "'");
    }
    database.setAutoCommit(false);
    try (Statement statement = database.createStatement()) {
      statement.execute(script);
    }
    database.commit();
  }

  private static String script() {
    try (InputStream in =
        Objects.requireNonNull(Bootstrap.class.getResourceAsStream("bootstrap.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new PlatformException("The class path is broken: bootstrap.sql cannot be read.", e);
    }
  }
}
