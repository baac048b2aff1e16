package io.churnops.ingestion.sources;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query of a PostgreSQL database, in the order of its cursor and then of its key, in one
 * read-only transaction and never more than a batch of it at a time.
 */
final class JdbcRows implements RowReader {

  private static final String DRIVER = "org.postgresql.Driver";
  private static final String MOST_BYTES_AT_ONCE = "64M";
  private static final String CONNECT_SECONDS = "10";
  private static final int SECONDS_MORE = 15;

  private final PullSource source;
  private final JdbcOrigin origin;
  private final AllowedDestinations allowed;
  private final Secrets secrets;

  JdbcRows(PullSource source, JdbcOrigin origin, AllowedDestinations allowed, Secrets secrets) {
    this.source = source;
    this.origin = origin;
    this.allowed = allowed;
    this.secrets = secrets;
  }

  @Override
  public void read(long from, Pieces pieces) throws InterruptedException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try (PreparedStatement query = connection.prepareStatement(ordered())) {
        query.setFetchSize(origin.batch());
        int parameters = (int) JdbcCompiler.CURSOR.matcher(origin.query()).results().count();
        for (int i = 1; i <= parameters; i++) {
          bind(query, i, from);
        }
        try (ResultSet rows = query.executeQuery()) {
          handOn(rows, pieces);
        }
      }
    } catch (SQLException failed) {
      throw SqlTrouble.of(failed);
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(origin.parameters());
    properties.setProperty("user", origin.user());
    // An empty one is none, but keeps the driver from looking for one in the home of the service.
    properties.setProperty(
        "password", origin.password() == null ? "" : secrets.get(origin.password()));
    properties.setProperty("socketFactory", AllowedSockets.class.getName());
    properties.setProperty(
        "socketFactoryArg", AllowedSockets.argument(allowed.resolve(origin.destination())));
    properties.setProperty("readOnly", "true");
    properties.setProperty("readOnlyMode", "always");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty(
        "socketTimeout", Long.toString(origin.timeout().toSeconds() + SECONDS_MORE));
    properties.setProperty("maxResultBuffer", MOST_BYTES_AT_ONCE);
    if (String.valueOf(origin.parameters().get("sslmode")).startsWith("verify-")) {
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    properties.putIfAbsent("ApplicationName", "churnops");
    Connection connection = open(properties);
    try (Statement limit = connection.createStatement()) {
      limit.execute("set statement_timeout = " + origin.timeout().toMillis());
    } catch (SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
    return connection;
  }

  private Connection open(Properties properties) throws SQLException {
    String url = "jdbc:postgresql://" + origin.destination() + "/" + origin.database();
    Driver driver = DriverManager.getDriver(url);
    if (!driver.getClass().getName().equals(DRIVER)) {
      throw new IllegalStateException("Another driver takes PostgreSQL's URLs: " + driver);
    }
    Connection connection = driver.connect(url, properties);
    if (connection == null) {
      throw new IllegalStateException("The driver does not know its own URL");
    }
    return connection;
  }

  /** The query, ordered: so equal values of the cursor cannot be torn by a crash and lost. */
  private String ordered() {
    String order =
        Stream.concat(Stream.of(source.cursor().column()), source.key().stream())
            .map(name -> '"' + name.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(", "));
    return "select * from (\n"
        + JdbcCompiler.CURSOR.matcher(origin.query()).replaceAll(Matcher.quoteReplacement("?"))
        + "\n) as pulled order by "
        + order;
  }

  private void bind(PreparedStatement query, int parameter, long from) throws SQLException {
    switch (source.cursor().type()) {
      case TIME -> query.setObject(parameter, Cursor.instant(from).atOffset(ZoneOffset.UTC));
      case LOCAL_TIME -> query.setObject(parameter, Cursor.local(from));
      case INTEGER -> query.setLong(parameter, from);
    }
  }

  private void handOn(ResultSet rows, Pieces pieces) throws SQLException, InterruptedException {
    List<Integer> places = places(rows.getMetaData());
    int cursor = rows.findColumn(source.cursor().column());
    int inPiece = 0;
    while (rows.next()) {
      pieces.row(row(rows, places, cursor));
      if (++inPiece == origin.batch()) {
        pieces.end(true);
        inPiece = 0;
      }
    }
    pieces.end(true);
  }

  private List<Integer> places(ResultSetMetaData columns) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(columns.getColumnLabel(i));
    }
    List<Integer> places = new ArrayList<>();
    for (String name : source.mapping().columnNames()) {
      if (!names.contains(name)) {
        throw new SourceFailedException("The query gives no column " + name + ".");
      }
      places.add(names.indexOf(name) + 1);
    }
    return places;
  }

  private PulledRow row(ResultSet rows, List<Integer> places, int cursor) throws SQLException {
    List<String> fields = new ArrayList<>(places.size());
    for (int place : places) {
      String text = rows.getString(place);
      fields.add(text == null ? "" : text);
    }
    try {
      Long position = position(rows, cursor);
      return new PulledRow(position, fields, position == null ? "cursor_absent" : null);
    } catch (ArithmeticException infinite) {
      return new PulledRow(null, fields, "cursor_out_of_range");
    }
  }

  private @Nullable Long position(ResultSet rows, int cursor) throws SQLException {
    return switch (source.cursor().type()) {
      case TIME -> {
        OffsetDateTime time = rows.getObject(cursor, OffsetDateTime.class);
        yield time == null ? null : Cursor.micros(time.toInstant());
      }
      case LOCAL_TIME -> {
        LocalDateTime time = rows.getObject(cursor, LocalDateTime.class);
        yield time == null ? null : Cursor.ofLocal(time);
      }
      case INTEGER -> {
        long number = rows.getLong(cursor);
        yield rows.wasNull() ? null : number;
      }
    };
  }
}
