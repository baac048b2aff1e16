package io.churnops.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The public doors of a suite: its REST endpoints. Every answer in JSON is held against the OpenAPI
 * document of the service that gave it.
 */
final class Doors {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
  private final Map<String, OpenApiContract> contracts = new ConcurrentHashMap<>();
  private final LocalSuite suite;

  Doors(LocalSuite suite) {
    this.suite = suite;
  }

  Answer get(String service, String path) {
    return checked(service, "get", path, request(service, path, "admin").GET());
  }

  /** How many events of a customer the log of the feature store holds. */
  long eventsOf(String customer) {
    return get("feature", "/v1/customers/" + customer + "/events/count")
        .body()
        .path("events")
        .asLong();
  }

  Answer post(String service, String path, Object body) {
    return post(service, path, "application/json", JSON.writeValueAsBytes(body));
  }

  Answer post(String service, String path, String contentType, byte[] body) {
    return checked(
        service,
        "post",
        path,
        request(service, path, "admin")
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  Answer delete(String service, String path) {
    return checked(service, "delete", path, request(service, path, "admin").DELETE());
  }

  Answer put(String service, String path, Object body) {
    return put(service, path, "application/json", JSON.writeValueAsBytes(body));
  }

  Answer put(String service, String path, String contentType, byte[] body) {
    return checked(
        service,
        "put",
        path,
        request(service, path, "admin")
            .header("Content-Type", contentType)
            .PUT(BodyPublishers.ofByteArray(body)));
  }

  /** A request with somebody's key, or as a stranger; not held against the contract. */
  Answer getAs(@Nullable String principal, String service, String path) {
    return send(request(service, path, principal).GET());
  }

  /** Every operation that a service documents, asked with somebody's key, or as a stranger. */
  Map<String, Answer> askEverything(@Nullable String principal, String service) {
    JsonNode document = getAs("admin", service, "/v3/api-docs").body();
    Map<String, Answer> answers = new LinkedHashMap<>();
    document
        .path("paths")
        .forEachEntry((path, operations) ->
            operations.forEachEntry((method, operation) ->
                answers.put(
                    method + " " + path,
                    send(anything(principal, service, method, path, operation)))));
    return answers;
  }

  private HttpRequest.Builder anything(
      @Nullable String principal, String service, String method, String path, JsonNode operation) {
    HttpRequest.Builder request =
        request(service, path.replaceAll("\\{[^}]+}", "anything"), principal);
    JsonNode content = operation.path("requestBody").path("content");
    content.propertyNames().stream()
        .findFirst()
        .ifPresent(type -> request.header("Content-Type", type));
    return request.method(
        method.toUpperCase(Locale.ROOT),
        content.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
  }

  /** The answer's text, whatever its type. */
  String text(String service, String path) {
    return send(request(service, path, "admin").GET()).text();
  }

  private HttpRequest.Builder request(String service, String path, @Nullable String principal) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(suite.service(service).resolve(path))
            .timeout(Duration.ofSeconds(60));
    if (principal != null) {
      request.header("Authorization", "Bearer " + suite.key(principal));
    }
    return request;
  }

  private Answer checked(String service, String method, String path, HttpRequest.Builder request) {
    Answer answer = send(request);
    contracts
        .computeIfAbsent(service, this::contract)
        .check(method, path, answer.status(), answer.contentType(), answer.body());
    return answer;
  }

  private OpenApiContract contract(String service) {
    return new OpenApiContract(
        service, send(request(service, "/v3/api-docs", "admin").GET()).body());
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  record Answer(int status, HttpHeaders headers, String text) {

    String contentType() {
      return headers.firstValue("content-type").orElse("").replaceFirst(";.*", "");
    }

    /** The body as JSON; missing when it is none. */
    JsonNode body() {
      try {
        return contentType().endsWith("json") ? JSON.readTree(text) : MissingNode.getInstance();
      } catch (JacksonException e) {
        throw new AssertionError("Says it is JSON and is not: " + text, e);
      }
    }

    String problem() {
      return body().path("type").asString("").replaceFirst(".*/", "");
    }
  }
}
