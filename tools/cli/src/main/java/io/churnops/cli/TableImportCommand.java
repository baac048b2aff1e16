package io.churnops.cli;

import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops table import}. */
@Command(
    name = "import",
    description = "Makes a training set of a CSV file, and a model if one is named.",
    mixinStandardHelpOptions = true)
final class TableImportCommand implements Callable<Integer> {

  private static final Duration UPLOAD = Duration.ofMinutes(10);
  private static final int LONGEST_NAME = 40;

  @ParentCommand private @Nullable TableCommand parent;

  @Parameters(paramLabel = "FILE", description = "CSV or CSV.gz with a header.")
  private Path file = Path.of("");

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      required = true,
      description = "The column that says who churned.")
  private String label = "";

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      required = true,
      description = "The column that names the customer.")
  private String id = "";

  @Option(
      names = "--positive",
      paramLabel = "VALUE",
      description = "The value of the label that means churned (default: found out: Yes, 1, ...).")
  private @Nullable String positive;

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns to leave out.")
  private List<String> ignore = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the table (default: that of the file).")
  private @Nullable String name;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description = "The moment of the rows, as 2026-01-31T00:00:00Z (default: last midnight).")
  private @Nullable String asOf;

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      description = "How far the label looks ahead, as 30d (default: not stated).")
  private @Nullable String horizon;

  @Option(names = "--model", paramLabel = "NAME", description = "Train a model of that name.")
  private @Nullable String model;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Judge the model in so many folds, so that it learns from every row and every row judges"
              + " (default: a quarter of the customers is set apart).")
  private @Nullable Integer folds;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).churnops().terminal();
    try (SuiteClient client = SuiteAccess.of(Parent.of(parent).churnops())) {
      terminal.progress("Hands over " + file + " ...");
      JsonNode taken = send(client);
      showTable(taken.path("table"), terminal);
      String dataset = "/v1/training-datasets/" + taken.path("datasetId").asString();
      JsonNode built =
          SuiteAccess.ended(
              client,
              SuiteService.FEATURE,
              dataset,
              "COMPLETE",
              job -> terminal.progress("Builds the training set ..."));
      JsonNode statistics = client.get(SuiteService.FEATURE, dataset + "/statistics");
      show(built.path("manifest"), statistics, terminal);
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("table", taken.path("table"));
      answer.put("dataset", built);
      if (model != null) {
        JsonNode run = train(client, built.path("datasetId").asString(), model, terminal);
        showModel(run, terminal);
        answer.put("run", run);
      }
      terminal.document(answer);
    }
    return 0;
  }

  private JsonNode send(SuiteClient client) {
    try {
      HttpRequest request =
          client
              .request(SuiteService.FEATURE, "/v1/tables?" + query())
              .timeout(UPLOAD)
              .header("Content-Type", isGzip() ? "application/gzip" : "text/csv")
              .POST(BodyPublishers.ofFile(file))
              .build();
      return client.call(request);
    } catch (IOException e) {
      throw new SuiteException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private boolean isGzip() throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return bytes.read() == 0x1f && bytes.read() == 0x8b;
    }
  }

  private String query() {
    List<String> query = new ArrayList<>();
    add(query, "label", label);
    add(query, "id", id);
    add(query, "name", name == null ? nameOf(file) : name);
    add(query, "positive", positive);
    add(query, "asOf", asOf);
    add(query, "horizon", horizon);
    ignore.forEach(column -> add(query, "ignore", column));
    return String.join("&", query);
  }

  private static void add(List<String> query, String key, @Nullable String value) {
    if (value != null) {
      query.add(key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  /** The name of a file up to its first dot, as far as it can be a table's. */
  static String nameOf(Path file) {
    Path last = file.getFileName();
    String stem = last == null ? "" : last.toString().replaceFirst("\\..*", "");
    String plain = stem.replaceAll("[^A-Za-z0-9_-]+", "_").replaceFirst("^[^A-Za-z]+", "");
    return plain.isEmpty() ? "table" : plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
  }

  private static void showTable(JsonNode table, Terminal terminal) {
    terminal.line(
        "%s: label %s (churned = %s), id %s"
            .formatted(
                table.path("name").asString(),
                table.path("label").asString(),
                table.path("positive").asString(),
                table.path("id").asString()));
    for (JsonNode column : table.path("columns")) {
      String why = column.path("why").asString();
      terminal.line(
          "  %-32s %-9s %s%s"
              .formatted(
                  column.path("name").asString(),
                  column.path("type").asString(),
                  blanks(column.path("blank").asLong()),
                  why.isEmpty() ? "" : "  " + why));
    }
  }

  private static String blanks(long blank) {
    return blank == 0 ? "" : blank + " blank";
  }

  private static void show(JsonNode manifest, JsonNode statistics, Terminal terminal) {
    terminal.line(
        "Training set %s: %d rows, %d labelled, %d churned"
            .formatted(
                manifest.path("datasetId").asString(),
                manifest.path("rows").asLong(),
                manifest.path("labelled").asLong(),
                manifest.path("positives").asLong()));
    for (JsonNode warning : statistics.path("warnings")) {
      terminal.line("  " + terminal.bad(warning.path("detail").asString()));
    }
  }

  private JsonNode train(SuiteClient client, String dataset, String name, Terminal terminal) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("model", name);
    request.put("datasetId", dataset);
    request.put("promote", "if_better");
    if (folds != null) {
      request.put("split", Map.of("method", "k-fold", "folds", folds));
    }
    String run =
        client.post(SuiteService.TRAINING, "/v1/training-runs", request).path("runId").asString();
    return SuiteAccess.ended(
        client,
        SuiteService.TRAINING,
        "/v1/training-runs/" + run,
        "FINISHED",
        job -> terminal.progress(RunProgressText.of(job)));
  }

  private void showModel(JsonNode run, Terminal terminal) {
    terminal.line(
        "Model %s, version %d: AUC %.3f on %d customers it had not seen"
            .formatted(
                model,
                run.path("modelVersion").asInt(),
                run.path("metrics").path("auc").asDouble(),
                run.path("split").path("test").path("rows").asInt()));
  }
}
