package io.churnops.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long feature-service takes to build a training set of so many events: fills the log of a
 * suite that is used for nothing else with a year of made-up events, and asks for a training set of
 * 40 features at 12 cutoffs.
 */
@Command(
    name = "training-sets",
    mixinStandardHelpOptions = true,
    description = "Measures how training sets grow with the log. Spoils the suite's log.")
final class TrainingSets implements Callable<Integer> {

  private static final int EVENTS_PER_CUSTOMER = 200;
  private static final long POLL_NANOS = 50_000_000;
  private static final Pattern ID = Pattern.compile("\"datasetId\":\"([^\"]+)\"");
  private static final Pattern STATUS = Pattern.compile("\"status\":\"([A-Z]+)\"");
  private static final Pattern ROWS = Pattern.compile("\"rows\":([0-9]+)");

  /** Four windows of nine features and four more: 40 columns. */
  private static final String VIEW =
      """
      view: bench
      entity: customer
      features:
        - {name: orders, event: order.placed, aggregate: count, windows: [7d, 30d, 90d, lifetime]}
        - {name: revenue, event: order.placed, aggregate: sum, of: amountMinor, windows: [7d, 30d, 90d, lifetime]}
        - {name: basket, event: order.placed, aggregate: avg, of: amountMinor, windows: [7d, 30d, 90d, lifetime]}
        - {name: largest, event: order.placed, aggregate: max, of: amountMinor, windows: [7d, 30d, 90d, lifetime]}
        - {name: smallest, event: order.placed, aggregate: min, of: amountMinor, windows: [7d, 30d, 90d, lifetime]}
        - {name: sessions, event: session.started, aggregate: count, windows: [7d, 30d, 90d, lifetime]}
        - {name: views, event: product.viewed, aggregate: count, windows: [7d, 30d, 90d, lifetime]}
        - {name: emails, event: email.sent, aggregate: count, windows: [7d, 30d, 90d, lifetime]}
        - {name: opened, event: email.opened, aggregate: count, windows: [7d, 30d, 90d, lifetime]}
        - {name: since_order, event: order.placed, aggregate: days_since_last}
        - {name: since_session, event: session.started, aggregate: days_since_last}
      derived:
        - {name: trend, expression: "orders_30d - orders_90d / 3"}
        - {name: open_rate, expression: "opened_90d / emails_90d"}
      """;

  private static final String LABEL =
      """
      label: bench_churn
      entity: customer
      churned: {no: order.placed, within: 30d}
      eligible: {at_least: 1, event: order.placed, within: 90d}
      """;

  @Option(names = "--url", defaultValue = "http://localhost:8082", description = "feature-service")
  private URI url = URI.create("http://localhost:8082");

  @Option(names = "--key-file", defaultValue = ".churnops/credentials/admin.key")
  private Path keyFile = Path.of("");

  @Option(names = "--jdbc", defaultValue = "jdbc:postgresql://localhost:55432/churnops")
  private String jdbc = "";

  @Option(
      names = "--password-file",
      defaultValue = ".churnops/credentials/features.password")
  private Path passwordFile = Path.of("");

  @Option(names = "--events", defaultValue = "2000000,5000000,10000000", split = ",")
  private long[] events = {};

  private final HttpClient http = HttpClient.newHttpClient();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TrainingSets()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    post("/v1/feature-views", "application/yaml", VIEW);
    post("/v1/labels", "application/yaml", LABEL);
    long held = 0;
    for (long total : events) {
      fill(held, total);
      held = total;
      build(total);
    }
    return 0;
  }

  /** Events of 1999, so that they lie in the partition that every log has. */
  private void fill(long from, long to) throws IOException, SQLException {
    String password = Files.readString(passwordFile).strip();
    try (Connection connection = DriverManager.getConnection(jdbc, "features", password);
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = features");
      statement.execute(
          """
          insert into customer_event
          select 'B-' || (i / %1$d),
            timestamptz '1999-01-01' + (abs(hashint8(i)) %% 31000000) * interval '1 second',
            timestamptz '1999-01-01' + (abs(hashint8(i)) %% 31000000) * interval '1 second',
            '/bench', i::text,
            (array['order.placed', 'session.started', 'product.viewed', 'email.sent',
              'email.opened'])[1 + i %% 5],
            case i %% 5
              when 0 then '{"amountMinor":' || i %% 9973 || ',"currency":"EUR","items":[]}'
              else '{"campaign":"c' || i %% 7 || '"}' end::json,
            0, 1000000000 + i
          from generate_series(%2$d, %3$d) as i
          order by hashint8(i + 1)
          """
              .formatted(EVENTS_PER_CUSTOMER, from, to - 1));
      statement.execute(
          """
          insert into log_position values
            (0, 1000000000, '1999-12-31', '1999-12-31', %1$d)
          on conflict (kafka_partition) do update set events = %1$d,
            known_time = greatest(log_position.known_time, excluded.known_time),
            event_time = greatest(log_position.event_time, excluded.event_time)
          """
              .formatted(to));
      statement.execute("analyze customer_event_before_2000");
    }
  }

  private void build(long total) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    String accepted =
        post(
            "/v1/training-datasets",
            "application/json",
            """
            {"view": "bench", "label": "bench_churn",
             "cutoffs": {"from": "1999-01-31T00:00:00Z", "to": "1999-11-30T00:00:00Z", "every": "27d"}}\
            """);
    String path = "/v1/training-datasets/" + group(ID, accepted);
    String answer = get(path);
    while (group(STATUS, answer).equals("RUNNING")) {
      LockSupport.parkNanos(POLL_NANOS);
      answer = get(path);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%,d events: %s, %s rows in %.1f s, %,.0f events/s%n",
        total,
        group(STATUS, answer),
        group(ROWS, answer),
        seconds,
        total / seconds);
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "?";
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(request(path).GET().build(), BodyHandlers.ofString()).body();
  }

  private String post(String path, String type, String body)
      throws IOException, InterruptedException {
    return http.send(
            request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(url.resolve(path))
        .header("Authorization", "Bearer " + Files.readString(keyFile).strip());
  }
}
