package io.churnops.cli.demo;

import io.churnops.cli.demo.DemoResult.Risk;
import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteService;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The loop on the "Online Retail" log of a real shop (UCI data set 352), which ends in December
 * 2011. Its customers are ranked as they stood at the last cutoff whose outcome is known.
 */
public final class RetailDemo {

  private static final String VIEW = "retail_behaviour";
  private static final String LABEL = "retail_churn_30d";
  private static final LocalDate LAST_CUTOFF = LocalDate.of(2011, 11, 9);
  private static final int CUTOFFS = 9;
  private static final int HORIZON_DAYS = 30;
  private static final int MOST = 20;

  private final Path file;
  private final SuiteClient client;
  private final ChurnLoop loop;
  private final Stages stages;

  public RetailDemo(Path file, SuiteClient client, Stages stages) {
    requireReadable(file);
    this.file = file;
    this.client = client;
    this.loop = new ChurnLoop(client, stages);
    this.stages = stages;
  }

  /** Refuses what is no file, or none for this user, before anything is started for it. */
  public static void requireReadable(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new SuiteException("There is no readable file " + file + ".");
    }
  }

  /** Imports, trains, scores and ranks. */
  public DemoResult run() {
    loop.defineView("retail-view.yaml");
    loop.defineLabel("retail-label.yaml");
    FoldedSince folded = loop.foldedSinceNow();
    JsonNode imported = stages.run("import the log", this::importLog);
    long events =
        imported.path("progress").path("published").valueStream().mapToLong(JsonNode::asLong).sum();
    stages.run("fold into features", () -> awaitFolded(folded, events));
    JsonNode dataset =
        stages.run("build the training set", () -> loop.dataset(VIEW, LABEL, cutoffs()));
    String datasetId = dataset.path("datasetId").asString();
    JsonNode run = stages.run("train and evaluate", () -> loop.train(datasetId, "never"));
    int version = run.path("modelVersion").asInt();
    loop.promote(version, "The demo shows the model it has just trained.");
    stages.run(
        "load the champion",
        () -> {
          loop.awaitServing(version);
          return version;
        });
    List<Map<String, Object>> requests = requests(datasetId);
    List<JsonNode> predictions =
        stages.run("score the last cutoff", () -> loop.scoreGiven(requests));
    JsonNode drift =
        stages.run("watch the predictions", () -> loop.drift(version, predictions.size()));
    return new DemoResult(
        ChurnLoop.MODEL,
        version,
        predictions.size(),
        0,
        events,
        dataset.path("manifest").path("rows").asInt(),
        0,
        LAST_CUTOFF,
        loop.card(version),
        run.path("metrics"),
        Map.of(),
        riskiest(requests, predictions),
        drift,
        stages.seconds());
  }

  private JsonNode importLog() {
    String boundary = "churnops-demo-import";
    String mapping =
        """
        --%1$s\r
        Content-Disposition: form-data; name="mapping"; filename="mapping.yaml"\r
        Content-Type: application/yaml\r
        \r
        %2$s\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="%3$s"\r
        Content-Type: application/octet-stream\r
        \r
        """
            .formatted(
                boundary, ChurnLoop.text("/mappings/online-retail.yaml"), file.getFileName());
    try {
      String id =
          client
              .call(
                  client
                      .request(SuiteService.INGESTION, "/v1/imports")
                      .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                      .POST(
                          BodyPublishers.concat(
                              BodyPublishers.ofString(mapping),
                              BodyPublishers.ofFile(file),
                              BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                      .build())
              .path("importId")
              .asString();
      return loop.ended(SuiteService.INGESTION, "/v1/imports/" + id, "COMPLETE");
    } catch (FileNotFoundException e) {
      throw new SuiteException("There is no readable file " + file + ".", e);
    }
  }

  /** Those of others that were sent before may come first, so that nothing may wait either. */
  private long awaitFolded(FoldedSince folded, long events) {
    loop.await(
        "the imported events to be folded",
        () -> folded.atLeast(events) && loop.waiting(VIEW) == 0);
    return events;
  }

  private static List<String> cutoffs() {
    List<String> cutoffs = new ArrayList<>();
    for (int i = CUTOFFS - 1; i >= 0; i--) {
      cutoffs.add(LAST_CUTOFF.minusDays((long) i * HORIZON_DAYS) + "T00:00:00Z");
    }
    return cutoffs;
  }

  /** The rows of the last cutoff as predictions with given features. */
  private List<Map<String, Object>> requests(String datasetId) {
    List<Map<String, Object>> requests = new ArrayList<>();
    List<String> lines = loop.rows(datasetId);
    String[] header = lines.getFirst().split(",", -1);
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      if (values[1].startsWith(LAST_CUTOFF.toString())) {
        requests.add(Map.of("customerId", values[0], "features", features(header, values)));
      }
    }
    return requests;
  }

  /** Every column of the view is a number; an empty field is a missing value. */
  private static Map<String, Object> features(String[] header, String[] values) {
    Map<String, Object> features = new LinkedHashMap<>();
    for (int i = 3; i < header.length; i++) {
      if (!values[i].isEmpty()) {
        features.put(header[i], Double.valueOf(values[i]));
      }
    }
    return features;
  }

  private static List<Risk> riskiest(
      List<Map<String, Object>> requests, List<JsonNode> predictions) {
    List<Risk> risks = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      Object features = requests.get(i).get("features");
      JsonNode prediction = predictions.get(i);
      risks.add(
          new Risk(
              prediction.path("customerId").asString(),
              prediction.path("churnProbability").asDouble(),
              prediction.path("riskBand").asString(),
              number(features, "revenue_90d"),
              number(features, "days_since_last_order")));
    }
    return risks.stream()
        .sorted(
            Comparator.comparingDouble(Risk::churnProbability)
                .thenComparingDouble(Risk::revenueMinor)
                .reversed())
        .limit(MOST)
        .toList();
  }

  private static double number(@Nullable Object features, String name) {
    return features instanceof Map<?, ?> map && map.get(name) instanceof Double number ? number : 0;
  }
}
