package io.churnops.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.churnops.training.datasets.ShopDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** feature-service as training sees it: good answers and bad ones. */
public final class FakeFeatureService {

  private static final String DATASETS = "/v1/training-datasets";
  private static final String PREFIX = DATASETS + "/";
  private static final String CANCEL = ":cancel";
  private static final String LABELS = "/v1/labels/";

  private static final String VIEWS = "/v1/feature-views/fingerprints/";

  private final HttpServer server;
  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Map<String, Integer> served = new ConcurrentHashMap<>();
  private final Queue<ShopDataset> toBuild = new ConcurrentLinkedQueue<>();
  private final Map<String, String> builtByKey = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> requests = new ConcurrentHashMap<>();
  private final Map<String, String> rebuilt = new ConcurrentHashMap<>();
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private final Set<String> endless = ConcurrentHashMap.newKeySet();
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final Set<String> erased = ConcurrentHashMap.newKeySet();

  public FakeFeatureService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(DATASETS, this::build);
    server.createContext(PREFIX, this::answer);
    server.createContext(VIEWS, this::answer);
    serveView("READY");
    server.createContext(LABELS, this::answer);
    answers.put(
        LABELS + "churn_30d",
        "{\"definition\": {\"churned\": {\"no\": \"order.placed\", \"within\": \"30d\"}}}"
            .getBytes(StandardCharsets.UTF_8));
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Says of the view of all datasets how far its states are. */
  public void serveView(String status) {
    answers.put(
        VIEWS + "view-fingerprint",
        ShopDataset.view(status).toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Offers a dataset and gives its id. */
  public String offer(ShopDataset dataset) {
    return offer(dataset, dataset.answer(), dataset.csv());
  }

  /** Offers a dataset with an answer and rows that need not belong together. */
  public String offer(ShopDataset dataset, ObjectNode answer, byte[] csv) {
    answers.put(PREFIX + dataset.id(), answer.toString().getBytes(StandardCharsets.UTF_8));
    answers.put(PREFIX + dataset.id() + "/rows", csv);
    answers.put(
        PREFIX + dataset.id() + "/statistics",
        "{\"warnings\": []}".getBytes(StandardCharsets.UTF_8));
    return dataset.id();
  }

  /** Offers a training set that could not be built, and gives its id. */
  public String offerFailed() {
    return offerWithoutRows("\"status\": \"FAILED\", \"error\": \"no disk\"");
  }

  /** Offers a training set that nobody wanted, and gives its id. */
  public String offerCancelled() {
    return offerWithoutRows("\"status\": \"CANCELLED\", \"cancelledBy\": \"admin\"");
  }

  private String offerWithoutRows(String standing) {
    String id = UUID.randomUUID().toString();
    answers.put(
        PREFIX + id,
        "{\"datasetId\": \"%s\", %s}".formatted(id, standing).getBytes(StandardCharsets.UTF_8));
    return id;
  }

  /** Answers so many requests for a training set with 503. */
  public String failDataset(String datasetId, int times) {
    failures.put(PREFIX + datasetId, times);
    return datasetId;
  }

  /** Has one of the training sets that are asked for next turn out to be this. */
  public void willBuild(ShopDataset dataset) {
    toBuild.add(dataset);
  }

  /** Has one of the training sets that are asked for next be built for ever. */
  public void willBuildForEver(ShopDataset dataset) {
    endless.add(dataset.id());
    toBuild.add(dataset);
  }

  /** Whether somebody wanted a training set no more. */
  public boolean isCancelled(String datasetId) {
    return cancelled.contains(datasetId);
  }

  /** Has a dataset turn out to be this when it is built again. */
  public void willRebuild(String datasetId, ShopDataset again) {
    offer(again);
    rebuilt.put(PREFIX + datasetId + ":rebuild", again.id());
  }

  /** Says of a dataset that it can never be built again, since a customer was erased. */
  public void erase(String datasetId) {
    rebuilt.remove(PREFIX + datasetId + ":rebuild");
    answers.remove(PREFIX + datasetId + "/rows");
    erased.add(PREFIX + datasetId + ":rebuild");
  }

  /** Knows nothing of a dataset any more. */
  public void forget(String datasetId) {
    erase(datasetId);
    answers.remove(PREFIX + datasetId);
  }

  /** Says how the rows of a dataset differ from those of any other. */
  public void offerDifferences(String datasetId, String rows) {
    answers.put(
        PREFIX + datasetId + ":compare",
        "{\"rows\": %s}".formatted(rows).getBytes(StandardCharsets.UTF_8));
  }

  /** What was asked for when a training set was built. */
  public JsonNode requestOf(String datasetId) {
    return Objects.requireNonNull(requests.get(datasetId), datasetId);
  }

  /** Answers so many requests for the rows of a dataset with 503. */
  public void failRows(String datasetId, int times) {
    failures.put(PREFIX + datasetId + "/rows", times);
  }

  /** Answers so many requests for the view of all datasets with 503. */
  public void failView(int times) {
    failures.put(VIEWS + "view-fingerprint", times);
  }

  /** Lets requests for the rows of a dataset wait until this is counted down. */
  public CountDownLatch holdRows(String datasetId) {
    return held.computeIfAbsent(PREFIX + datasetId + "/rows", _ -> new CountDownLatch(1));
  }

  /** Whether a request for the rows of a dataset waits. */
  public boolean isHolding(String datasetId) {
    return waiting.contains(PREFIX + datasetId + "/rows");
  }

  /** How often the rows of a dataset were handed out. */
  public int servedRows(String datasetId) {
    return served.getOrDefault(PREFIX + datasetId + "/rows", 0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith(":rebuild")) {
        rebuild(exchange, path);
        return;
      }
      if (path.endsWith(CANCEL)) {
        cancel(exchange, path.substring(PREFIX.length(), path.length() - CANCEL.length()));
        return;
      }
      awaitRelease(path);
      byte[] body = answers.getOrDefault(path, "{}".getBytes(StandardCharsets.UTF_8));
      int status = status(exchange, path);
      exchange
          .getResponseHeaders()
          .set("Content-Type", path.endsWith("/rows") ? "text/csv" : "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      if (status == 200) {
        served.merge(path, 1, Integer::sum);
      }
    }
  }

  private void build(HttpExchange exchange) throws IOException {
    try (exchange) {
      String id =
          builtByKey.computeIfAbsent(
              exchange.getRequestHeaders().getFirst("Idempotency-Key"),
              _ -> begin(toBuild.remove()));
      requests.put(id, JsonMapper.shared().readTree(exchange.getRequestBody()));
      byte[] body =
          "{\"datasetId\": \"%s\", \"status\": \"RUNNING\"}"
              .formatted(id)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(202, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String begin(ShopDataset dataset) {
    return endless.contains(dataset.id())
        ? offer(
            dataset, dataset.answer().put("status", "RUNNING").putNull("manifest"), dataset.csv())
        : offer(dataset);
  }

  private void cancel(HttpExchange exchange, String datasetId) throws IOException {
    cancelled.add(datasetId);
    byte[] body =
        "{\"datasetId\": \"%s\", \"status\": \"CANCELLED\"}"
            .formatted(datasetId)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private void rebuild(HttpExchange exchange, String path) throws IOException {
    String id = rebuilt.get(path);
    int status = refused.getOrDefault(path, id != null ? 202 : erased.contains(path) ? 410 : 404);
    byte[] body =
        (id == null
                ? "{\"detail\": \"no rows can be made\"}"
                : "{\"datasetId\": \"%s\", \"status\": \"RUNNING\"}".formatted(id))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(
        failures.merge(path, -1, Integer::sum) >= 0 ? 503 : status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Answers so many requests to build a dataset again with 503. */
  public void failRebuild(String datasetId, int times) {
    failures.put(PREFIX + datasetId + ":rebuild", times);
  }

  /** Answers requests to build a dataset again with a status of its own. */
  public void refuseRebuild(String datasetId, int status) {
    refused.put(PREFIX + datasetId + ":rebuild", status);
  }

  private void awaitRelease(String path) {
    CountDownLatch release = held.get(path);
    if (release != null) {
      waiting.add(path);
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private int status(HttpExchange exchange, String path) {
    if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
      return 401;
    }
    if (failures.merge(path, -1, Integer::sum) >= 0) {
      return 503;
    }
    return answers.containsKey(path) ? 200 : 404;
  }
}
