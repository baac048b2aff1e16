package io.churnops.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches and lists among many runs; the runs are written straight into the tables. */
@Command(name = "runs", description = "Searches among 10,000 runs with a million metric points.")
final class RunSearches implements Callable<Integer> {

  private static final String SEARCH = "/api/2.0/mlflow/runs/search";

  @Mixin private RunningSuite suite = new RunningSuite();

  @Option(names = "--runs", defaultValue = "10000", description = "with 100 metric points each")
  private int runs;

  @Option(
      names = "--times",
      defaultValue = "20",
      description = "each is asked, after five uncounted")
  private int times;

  @Override
  public Integer call() throws IOException, SQLException {
    long experiment = fill();
    for (Map.Entry<String, String> search : searches(experiment).entrySet()) {
      byte[] body = search.getValue().getBytes(StandardCharsets.UTF_8);
      measure(
          search.getKey(),
          () -> suite.posted(RunningSuite.TRAINING, SEARCH, "application/json", body));
    }
    measure("list of 200", () -> got("/v1/runs?limit=200&experiment=" + experiment));
    String history = "/api/2.0/mlflow/metrics/get-history?metric_key=m3&run_id=bench-%d-7";
    measure("history of one metric", () -> got(history.formatted(experiment)));
    return 0;
  }

  private static Map<String, String> searches(long experiment) {
    String begin = "{\"experiment_ids\": [\"%d\"], ".formatted(experiment);
    Map<String, String> searches = new LinkedHashMap<>();
    searches.put("newest 1,000", begin + "\"max_results\": 1000}");
    searches.put(
        "1,000 by a metric", begin + "\"max_results\": 1000, \"order_by\": [\"metrics.m1 DESC\"]}");
    searches.put(
        "100 by metric and parameter, sorted",
        begin
            + "\"max_results\": 100, \"filter\": \"metrics.m1 > 0.5 and params.p1 = '3'\","
            + " \"order_by\": [\"metrics.m2 DESC\"]}");
    searches.put(
        "none by a tag", begin + "\"max_results\": 100, \"filter\": \"tags.t1 LIKE '%nothing%'\"}");
    return searches;
  }

  private long fill() throws IOException, SQLException {
    try (Connection connection = suite.registry();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into experiment (name, description, created_at)"
              + " values ('bench-' || gen_random_uuid(), '', now())");
      long experiment;
      try (var answer = statement.executeQuery("select max(experiment_id) from experiment")) {
        answer.next();
        experiment = answer.getLong(1);
      }
      String run = "'bench-%d-' || r".formatted(experiment);
      String each = "generate_series(1, %d) r".formatted(runs);
      statement.execute(
          "insert into tracked_run (run_id, experiment_id, name, user_id, training, status,"
              + " start_ms)"
              + " select %s, %d, 'run', 'bench', false, 'FINISHED', 1700000000000 + r from %s"
                  .formatted(run, experiment, each));
      for (String table : new String[] {"param p", "tag t"}) {
        String[] words = table.split(" ");
        statement.execute(
            "insert into tracked_%s (run_id, key, value) select %s, '%s' || k, (r * k %% 7)::text"
                    .formatted(words[0], run, words[1])
                + " from "
                + each
                + ", generate_series(1, 10) k");
      }
      statement.execute(
          "insert into tracked_metric (run_id, key, step, at_ms, value)"
              + " select %s, 'm' || k, s, 1700000000000 + s, (r * 7919 + k * 31 + s) %% 1000 / 1000.0"
                  .formatted(run)
              + " from "
              + each
              + ", generate_series(1, 10) k, generate_series(1, 10) s");
      statement.execute("analyze tracked_run, tracked_param, tracked_tag, tracked_latest_metric");
      return experiment;
    }
  }

  private String got(String path) throws IOException {
    RunningSuite.Answer answer = suite.get(RunningSuite.TRAINING, path).join();
    if (answer.status() != 200) {
      throw new IOException("GET %s answered %s".formatted(path, answer));
    }
    return answer.body();
  }

  private interface Ask {
    String ask() throws IOException;
  }

  private void measure(String what, Ask ask) throws IOException {
    double[] milliseconds = new double[times];
    int bytes = 0;
    for (int i = -5; i < times; i++) {
      long began = System.nanoTime();
      bytes = ask.ask().length();
      if (i >= 0) {
        milliseconds[i] = (System.nanoTime() - began) / 1e6;
      }
    }
    Arrays.sort(milliseconds);
    System.out.printf(
        Locale.ROOT,
        "%-40s median %6.1f ms, worst %6.1f ms, %,d bytes%n",
        what,
        milliseconds[times / 2],
        milliseconds[times - 1],
        bytes);
  }
}
