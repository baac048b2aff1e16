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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.node.ObjectNode;

/** feature-service as training sees it: answers to three paths, good ones and bad ones. */
public final class FakeFeatureService {

  private static final String PREFIX = "/v1/training-datasets/";

  private static final String VIEWS = "/v1/feature-views/fingerprints/";

  private final HttpServer server;
  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Map<String, Integer> served = new ConcurrentHashMap<>();

  public FakeFeatureService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(PREFIX, this::answer);
    server.createContext(VIEWS, this::answer);
    serveView("READY");
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
    return dataset.id();
  }

  /** Answers so many requests for the rows of a dataset with 503. */
  public void failRows(String datasetId, int times) {
    failures.put(PREFIX + datasetId + "/rows", times);
  }

  /** Lets requests for the rows of a dataset wait until this is counted down. */
  public CountDownLatch holdRows(String datasetId) {
    return held.computeIfAbsent(PREFIX + datasetId + "/rows", _ -> new CountDownLatch(1));
  }

  /** How often the rows of a dataset were handed out. */
  public int servedRows(String datasetId) {
    return served.getOrDefault(PREFIX + datasetId + "/rows", 0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
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

  private void awaitRelease(String path) {
    CountDownLatch release = held.get(path);
    if (release != null) {
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
