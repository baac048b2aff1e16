package io.churnops.cli.demo;

import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** The steps from definitions to scores, each a call or two of the public API. */
final class ChurnLoop {

  static final String MODEL = "churn";

  private static final int BATCH = 500;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final SuiteClient client;
  private final Stages stages;

  ChurnLoop(SuiteClient client, Stages stages) {
    this.client = client;
    this.stages = stages;
  }

  /** Registers a feature view that ships with the demo; registering it again changes nothing. */
  JsonNode defineView(String resource) {
    return define("/v1/feature-views", resource);
  }

  /** Registers a label that ships with the demo. */
  JsonNode defineLabel(String resource) {
    return define("/v1/labels", resource);
  }

  private JsonNode define(String path, String resource) {
    return client.call(
        client
            .request(SuiteService.FEATURE, path)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(text(resource)))
            .build());
  }

  /** Builds a training set and answers its id and manifest. */
  JsonNode dataset(String view, String label, List<String> cutoffs) {
    String id =
        client
            .post(
                SuiteService.FEATURE,
                "/v1/training-datasets",
                Map.of("view", view, "label", label, "cutoffs", Map.of("at", cutoffs)))
            .path("datasetId")
            .asString();
    return ended(SuiteService.FEATURE, "/v1/training-datasets/" + id, "COMPLETE");
  }

  /** Trains on a training set; answers the finished run. */
  JsonNode train(String datasetId, String promote) {
    String id =
        client
            .post(
                SuiteService.TRAINING,
                "/v1/training-runs",
                Map.of("model", MODEL, "datasetId", datasetId, "promote", promote))
            .path("runId")
            .asString();
    return ended(SuiteService.TRAINING, "/v1/training-runs/" + id, "FINISHED");
  }

  /** Waits for a job to end well. */
  JsonNode ended(SuiteService service, String path, String well) {
    JsonNode[] last = new JsonNode[1];
    await(
        path,
        () -> {
          last[0] = client.get(service, path);
          String status = last[0].path("status").asString();
          return status.equals(well) || status.equals("FAILED") || status.equals("CANCELLED");
        });
    if (!last[0].path("status").asString().equals(well)) {
      throw new SuiteException(path + " failed: " + last[0].path("error"));
    }
    return last[0];
  }

  /** Makes a version the champion, whatever its gates say. */
  void promote(int version, String reason) {
    client.put(
        SuiteService.TRAINING,
        "/v1/models/" + MODEL + "/aliases/champion",
        Map.of("version", version, "reason", reason, "force", true));
  }

  void awaitServing(int version) {
    await(
        "serving to load version " + version,
        () ->
            client
                    .get(SuiteService.SERVING, "/v1/serving-model")
                    .path("loaded")
                    .path("modelVersion")
                    .asInt()
                == version);
  }

  /** Those customers of whom a feature is above zero now. */
  List<String> having(String view, String feature, List<String> customers) {
    List<String> having = new ArrayList<>();
    for (int from = 0; from < customers.size(); from += BATCH) {
      stages.goOn();
      JsonNode answer =
          client.post(
              SuiteService.FEATURE,
              "/v1/features:get",
              Map.of(
                  "view",
                  view,
                  "customers",
                  customers.subList(from, Math.min(customers.size(), from + BATCH))));
      int column =
          answer.path("columns").valueStream().map(JsonNode::asString).toList().indexOf(feature);
      for (JsonNode customer : answer.path("customers")) {
        if (customer.path("values").path(column).asDouble(0) > 0) {
          having.add(customer.path("customerId").asString());
        }
      }
    }
    return having;
  }

  /** Predictions for customers, with the features they were made from. */
  List<JsonNode> score(List<String> customers) {
    return inBatches(customers, some -> Map.of("customers", some, "include", List.of("features")));
  }

  /** Predictions from given features. */
  List<JsonNode> scoreGiven(List<Map<String, Object>> requests) {
    return inBatches(requests, some -> Map.of("requests", some));
  }

  private <T> List<JsonNode> inBatches(
      List<T> all, java.util.function.Function<List<T>, Map<String, Object>> request) {
    List<JsonNode> predictions = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      stages.goOn();
      List<T> some = all.subList(from, Math.min(all.size(), from + BATCH));
      client
          .post(SuiteService.SERVING, "/v1/predictions:batch", request.apply(some))
          .path("predictions")
          .forEach(predictions::add);
    }
    return predictions;
  }

  /** The drift table, once monitoring has seen that many predictions. */
  JsonNode drift(int version, int predictions) {
    String path = "/v1/drift?model=%s&version=%d".formatted(MODEL, version);
    await(
        "monitoring to see the predictions",
        () ->
            client.get(SuiteService.MONITORING, path).path("score").path("windowRows").asInt()
                >= predictions);
    return client.get(SuiteService.MONITORING, path);
  }

  String card(int version) {
    return client
        .send(
            client
                .request(
                    SuiteService.TRAINING,
                    "/v1/models/%s/versions/%d/card".formatted(MODEL, version))
                .header("Accept", "text/plain")
                .GET()
                .build())
        .body();
  }

  long events(String customer) {
    return client
        .get(SuiteService.FEATURE, "/v1/customers/" + customer + "/events/count")
        .path("events")
        .asLong();
  }

  /** Counts from now on what feature-service takes from Kafka. */
  FoldedSince foldedSinceNow() {
    return new FoldedSince(() ->
        client
            .send(client.request(SuiteService.FEATURE, "/actuator/prometheus").GET().build())
            .body());
  }

  /** How many events wait in Kafka to be folded, as was seen within the last seconds. */
  long waiting(String view) {
    return client
        .get(SuiteService.FEATURE, "/v1/feature-views/" + view + "/freshness")
        .path("lag")
        .path("events")
        .asLong(Long.MAX_VALUE);
  }

  /** The rows of a training set, its header first. */
  List<String> rows(String datasetId) {
    return client
        .send(
            client
                .request(SuiteService.FEATURE, "/v1/training-datasets/" + datasetId + "/rows")
                .GET()
                .build())
        .body()
        .lines()
        .toList();
  }

  /** Waits until a condition holds. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    stages.goOn();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        throw new SuiteException(
            "Waited %d minutes for %s in vain; churnops status and churnops logs may say why."
                .formatted(PATIENCE.toMinutes(), what));
      }
      stages.goOn();
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  static String text(String resource) {
    try (InputStream in = ChurnLoop.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
