package io.churnops.training.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.churnops.platform.test.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An MLflow server that fails as it is told to. Experiments, runs and models are those of a real
 * server behind it; versions and aliases, which that one takes from its own runs alone, it keeps
 * itself as MLflow does.
 */
final class ReceivingMlflow implements AutoCloseable {

  static final String API = "/api/2.0/mlflow/";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** What happens to a request. */
  enum Fault {
    AWAY(503),
    TOO_MANY(429),
    BROKEN(500),
    FORBIDDEN(403),
    REFUSED(400),
    REDIRECTED(307),
    /** It is done, and nobody hears of it. */
    LOST(0),
    SILENT(0);

    private final int status;

    Fault(int status) {
      this.status = status;
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String behind;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, List<Fault>> faults = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<ObjectNode> versions = new ArrayList<>();
  private final Map<String, String> aliases = new ConcurrentHashMap<>();
  private volatile List<String> troubling = List.of();
  private volatile Fault trouble = Fault.REFUSED;

  ReceivingMlflow(String behind) throws IOException {
    this.behind = behind;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The next requests to an endpoint fail in these ways. */
  void fail(String endpoint, Fault... ways) {
    faults.put(endpoint, new ArrayList<>(List.of(ways)));
  }

  /** All that is about one of these runs fails in this way; until it is called with none. */
  void failAllWith(Fault way, String... texts) {
    trouble = way;
    troubling = List.of(texts);
  }

  boolean hasFaultsLeft() {
    return faults.values().stream().anyMatch(left -> !left.isEmpty());
  }

  long count(String endpoint) {
    return requests.stream().filter((API + endpoint)::equals).count();
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** The versions of a model. */
  synchronized List<ObjectNode> versions(String model) {
    return versions.stream()
        .filter(version -> version.path("name").asString().equals(model))
        .toList();
  }

  /** What an alias means. */
  @Nullable String alias(String model, String alias) {
    return aliases.get(model + "@" + alias);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      requests.add(path);
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      Fault fault = next(path.replace(API, ""));
      if (exchange.getRequestHeaders().containsKey("Upgrade")) {
        fault = Fault.BROKEN;
      }
      String text = new String(body, StandardCharsets.UTF_8);
      if (troubling.stream().anyMatch(text::contains)) {
        fault = trouble;
      }
      if (fault == Fault.SILENT) {
        await();
      } else if (fault == null || fault == Fault.LOST) {
        Answer answer = answer(exchange, path, body);
        if (fault == null) {
          respond(exchange, answer);
        }
      } else {
        exchange.getResponseHeaders().set("Location", url() + "/elsewhere");
        exchange.getResponseHeaders().set("Retry-After", "0");
        respond(
            exchange,
            new Answer(fault.status, error("INVALID_PARAMETER_VALUE", "as told\u0000\nto")));
      }
    }
  }

  private @Nullable Fault next(String endpoint) {
    List<Fault> left = faults.getOrDefault(endpoint, List.of());
    synchronized (left) {
      return left.isEmpty() ? null : left.removeFirst();
    }
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Answer(int status, byte[] body) {}

  private static void respond(HttpExchange exchange, Answer answer) throws IOException {
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }

  private static byte[] error(String code, String message) {
    return JSON.writeValueAsBytes(Map.of("error_code", code, "message", message));
  }

  private Answer answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    URI uri = exchange.getRequestURI();
    return switch (path.replace(API, "")) {
      case "model-versions/create" -> json(create(JSON.readTree(body)));
      case "model-versions/search" -> json(search(String.valueOf(uri.getRawQuery())));
      case "model-versions/set-tag" -> json(tag(JSON.readTree(body)));
      case "model-versions/update" -> json(describe(JSON.readTree(body)));
      case "registered-models/alias" ->
          json(alias(exchange.getRequestMethod(), JSON.readTree(body)));
      default -> forward(exchange.getRequestMethod(), uri.toString(), body);
    };
  }

  private static Answer json(ObjectNode message) {
    return new Answer(200, JSON.writeValueAsBytes(message));
  }

  private synchronized ObjectNode create(JsonNode request) {
    ObjectNode version = request.asObject().deepCopy();
    int number = versions(request.path("name").asString()).size() + 1;
    version.put("version", Integer.toString(number)).put("status", "READY");
    versions.add(version);
    return JSON.createObjectNode().set("model_version", version).asObject();
  }

  private synchronized ObjectNode search(String query) {
    String filter = URLDecoder.decode(query.replace("filter=", ""), StandardCharsets.UTF_8);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode found = answer.putArray("model_versions");
    versions.stream()
        .filter(version -> filter.equals("run_id = '" + version.path("run_id").asString() + "'"))
        .forEach(found::add);
    return answer;
  }

  private synchronized ObjectNode tag(JsonNode request) {
    ArrayNode tags = version(request).withArray("tags");
    tags.removeIf(tag -> tag.path("key").equals(request.path("key")));
    tags.addObject().set("key", request.path("key")).asObject().set("value", request.path("value"));
    return JSON.createObjectNode();
  }

  private synchronized ObjectNode describe(JsonNode request) {
    version(request).set("description", request.path("description"));
    return JSON.createObjectNode();
  }

  private ObjectNode version(JsonNode request) {
    return versions(request.path("name").asString()).stream()
        .filter(version -> version.path("version").equals(request.path("version")))
        .findFirst()
        .orElseThrow();
  }

  private ObjectNode alias(String method, JsonNode request) {
    String key = request.path("name").asString() + "@" + request.path("alias").asString();
    if (method.equals("DELETE")) {
      aliases.remove(key);
    } else {
      aliases.put(key, request.path("version").asString());
    }
    return JSON.createObjectNode();
  }

  private Answer forward(String method, String uri, byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(behind + uri))
            .header("Authorization", "Bearer " + TestServers.adminKey())
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
  }
}
