package io.churnops.feature;

import io.churnops.platform.test.Patience;
import io.churnops.platform.test.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running store as its users see it, over HTTP. */
public class StoreClient {

  public static final Duration PATIENCE = Patience.LONGEST;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Supplier<String> base;
  private final JsonMapper json;

  StoreClient(Supplier<String> base, JsonMapper json) {
    this.base = base;
    this.json = json;
  }

  public HttpResponse<String> get(String path) {
    return send(request(path, TestServers.adminKey()).GET());
  }

  HttpResponse<String> get(String path, String key) {
    return send(request(path, key).GET());
  }

  public HttpResponse<String> delete(String path) {
    return send(request(path, TestServers.adminKey()).DELETE());
  }

  public HttpResponse<byte[]> bytes(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path, TestServers.adminKey());
    headers.forEach(request::header);
    return send(request, BodyHandlers.ofByteArray());
  }

  public HttpResponse<String> post(String path, String contentType, String body, String key) {
    return send(
        request(path, key)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** POSTs JSON under an {@code Idempotency-Key}. */
  public HttpResponse<String> postKeyed(String path, String key, Object body) {
    return send(
        request(path, TestServers.adminKey())
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))));
  }

  /** POSTs bytes. */
  public HttpResponse<String> upload(String path, String contentType, byte[] body) {
    return send(
        request(path, TestServers.adminKey())
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  public HttpResponse<String> post(String path, Object body) {
    return post(path, "application/json", json.writeValueAsString(body), TestServers.adminKey());
  }

  public HttpResponse<String> postYaml(String path, String yaml) {
    return post(path, "application/yaml", yaml, TestServers.adminKey());
  }

  public JsonNode json(HttpResponse<String> answer) {
    return json.readTree(answer.body());
  }

  /** What {@code features:get} answers. */
  public record Features(Instant evaluatedAt, Map<String, JsonNode> customers) {}

  /** Asks for features; now if {@code asOf} is null. */
  public Features features(String view, List<String> customers, @Nullable Instant asOf) {
    Map<String, Object> request = new HashMap<>();
    request.put("view", view);
    request.put("customers", customers);
    if (asOf != null) {
      request.put("asOf", asOf);
    }
    HttpResponse<String> answer = post("/v1/features:get", request);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    Map<String, JsonNode> answers = new HashMap<>();
    for (JsonNode customer : json(answer).path("customers")) {
      answers.put(customer.path("customerId").stringValue(), customer);
    }
    return new Features(Instant.parse(json(answer).path("evaluatedAt").stringValue()), answers);
  }

  public double metric(String name, String tags) {
    return get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(tags))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create(base.get() + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  private static <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return HTTP.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
