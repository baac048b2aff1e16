package io.churnops.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * How long feature-service takes to build a training set of so many events: fills the log of a
 * suite that is used for nothing else with a year of made-up events, and asks for a training set of
 * 40 features at 12 cutoffs.
 */
@Command(
    name = "training-sets",
    description = "Measures how training sets grow with the log. Spoils the suite's log.")
final class TrainingSets implements Callable<Integer> {

  private static final int EVENTS_PER_CUSTOMER = 200;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private static final String LABEL =
      """
      label: bench_churn
      entity: customer
      churned: {no: order.placed, within: 30d}
      eligible: {at_least: 1, event: order.placed, within: 90d}
      """;

  @Mixin private RunningSuite suite = new RunningSuite();

  @Option(names = "--events", defaultValue = "2000000,5000000,10000000", split = ",")
  private long[] events = {};

  @Override
  public Integer call() throws IOException, SQLException {
    BenchmarkView.register(suite);
    suite.posted(
        RunningSuite.FEATURE,
        "/v1/labels",
        "application/yaml",
        LABEL.getBytes(StandardCharsets.UTF_8));
    for (long total : events) {
      fill(held(), total);
      build(total);
    }
    return 0;
  }

  /** As many events as runs before have filled the log with. */
  private long held() throws IOException, SQLException {
    try (Connection connection = suite.postgres();
        Statement statement = connection.createStatement();
        ResultSet held =
            statement.executeQuery("select coalesce(sum(events), 0) from log_position")) {
      held.next();
      return held.getLong(1);
    }
  }

  /** Events of 1999, so that they lie in the partition that every log has. */
  private void fill(long from, long to) throws IOException, SQLException {
    if (to <= from) {
      return;
    }
    try (Connection connection = suite.postgres();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into customer_event
          select 'B-' || (i / %1$d),
            timestamptz '1999-01-01' + (abs(hashint8(i)) %% 31000000) * interval '1 second',
            timestamptz '1999-01-01' + (abs(hashint8(i)) %% 31000000) * interval '1 second',
            '/bench', i::text,
            (array['order.placed', 'session.started', 'product.viewed', 'cart.item_added',
              'email.opened'])[1 + i %% 5],
            case i %% 5
              when 0 then '{"amountMinor":' || i %% 9973 || ',"currency":"EUR","items":[]}'
              when 2 then '{"productId":"p","category":"c' || i %% 40 || '"}'
              when 3 then '{"productId":"p","amountMinor":' || i %% 997 || ',"currency":"EUR"}'
              else '{"campaignId":"k' || i %% 7 || '"}' end::json,
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

  private void build(long total) throws IOException {
    long begun = System.nanoTime();
    String accepted =
        suite.posted(
            RunningSuite.FEATURE,
            "/v1/training-datasets",
            "application/json",
            """
            {"view": "%s", "label": "bench_churn",
             "cutoffs": {"from": "1999-01-31T00:00:00Z", "to": "1999-11-30T00:00:00Z", "every": "27d"},
             "anew": true}\
            """
                .formatted(BenchmarkView.NAME)
                .getBytes(StandardCharsets.UTF_8));
    String path =
        "/v1/training-datasets/"
            + BenchmarkView.JSON.readTree(accepted).path("datasetId").asString();
    JsonNode dataset = dataset(path);
    while (dataset.path("status").asString().equals("RUNNING")) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      dataset = dataset(path);
    }
    System.out.printf(
        Locale.ROOT,
        "%,d events: %s, %d rows in %.1f s, %,.0f events/s%n",
        total,
        dataset.path("status").asString(),
        dataset.path("manifest").path("rows").asLong(),
        (System.nanoTime() - begun) / 1e9,
        Rates.perSecond(total, begun));
  }

  private JsonNode dataset(String path) throws IOException {
    return BenchmarkView.JSON.readTree(suite.get(RunningSuite.FEATURE, path).join().body());
  }
}
