package io.churnops.ingestion.sources;

import io.churnops.ingestion.sources.SourceDocument.JdbcSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is declared about a database. The URL is taken apart and put together anew, so that
 * the driver sees only what is understood here.
 */
final class JdbcCompiler {

  private static final Pattern URL =
      Pattern.compile(
          "jdbc:postgresql://(?<host>[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])"
              + "(:(?<port>\\d{1,5}))?/(?<database>[A-Za-z0-9_.-]{1,63})(\\?(?<parameters>.*))?");
  private static final Pattern PARAMETER = Pattern.compile("([A-Za-z]+)=([A-Za-z0-9_.,-]{1,200})");
  private static final Set<String> PARAMETERS =
      Set.of("sslmode", "currentSchema", "ApplicationName", "channelBinding", "gssEncMode");
  private static final Pattern STRICTLY_AFTER =
      Pattern.compile(">\\s*:cursor\\b", Pattern.CASE_INSENSITIVE);
  static final Pattern CURSOR = Pattern.compile("(?<![:\\w]):cursor\\b");

  private static final int POSTGRES_PORT = 5432;
  private static final int DEFAULT_BATCH = 500;
  private static final int LARGEST_BATCH = 5_000;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(30);

  private JdbcCompiler() {}

  static JdbcOrigin compile(JdbcSpec spec) {
    Matcher url = URL.matcher(spec.url());
    if (!url.matches()) {
      throw SourceProblem.invalid(
          "jdbc.url is jdbc:postgresql://host:port/database, with one host, and without a user or a"
              + " password.");
    }
    int batch = spec.batch() == null ? DEFAULT_BATCH : spec.batch();
    if (batch < 1 || batch > LARGEST_BATCH) {
      throw SourceProblem.invalid("jdbc.batch is from 1 to " + LARGEST_BATCH + ".");
    }
    if (spec.user().isBlank()) {
      throw SourceProblem.invalid("jdbc.user is empty.");
    }
    return new JdbcOrigin(
        new Destination(url.group("host").replaceAll("[\\[\\]]", ""), port(url.group("port"))),
        url.group("database"),
        parameters(url.group("parameters")),
        spec.user(),
        spec.password() == null ? null : password(spec.password()),
        query(spec.query()),
        batch,
        spec.timeout() == null
            ? DEFAULT_TIMEOUT
            : SourceCompiler.duration(
                "jdbc.timeout", spec.timeout(), Duration.ofSeconds(1), LONGEST_TIMEOUT));
  }

  private static String password(SourceDocument.SecretSpec spec) {
    if (spec.prefix() != null) {
      throw SourceProblem.invalid("jdbc.password.prefix: a password has none.");
    }
    return Secrets.requireName("jdbc.password.secret", spec.secret());
  }

  private static int port(@Nullable String port) {
    int number = port == null ? POSTGRES_PORT : Integer.parseInt(port);
    if (number < 1 || number > 65_535) {
      throw SourceProblem.invalid("jdbc.url: there is no port " + number + ".");
    }
    return number;
  }

  private static Map<String, String> parameters(@Nullable String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (text == null || text.isEmpty()) {
      return parameters;
    }
    for (String part : text.split("&", -1)) {
      Matcher parameter = PARAMETER.matcher(part);
      if (!parameter.matches() || !PARAMETERS.contains(parameter.group(1))) {
        throw SourceProblem.invalid(
            "jdbc.url: of the driver's parameters only "
                + PARAMETERS.stream().sorted().toList()
                + " may be given.");
      }
      parameters.put(parameter.group(1), parameter.group(2));
    }
    return parameters;
  }

  private static String query(String query) {
    String text = query.strip();
    if (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1);
    }
    if (!CURSOR.matcher(text).find()) {
      throw SourceProblem.invalid(
          "jdbc.query must ask for what is new: ... where updated_at >= :cursor");
    }
    if (STRICTLY_AFTER.matcher(text).find()) {
      throw SourceProblem.invalid(
          "jdbc.query: > :cursor loses rows that have the same value as the last one read; write"
              + " >= :cursor. What is read twice counts once.");
    }
    if (text.contains(";") || text.contains("?") || text.indexOf('\0') >= 0) {
      throw SourceProblem.invalid(
          "jdbc.query is one statement without ; and without ? (jsonb_exists(a, b) is a ? b).");
    }
    return text;
  }
}
