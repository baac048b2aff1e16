package io.churnops.cli.suite;

import io.churnops.platform.ServiceKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the services of a suite over HTTP with its admin key. Safe for many threads. */
public final class SuiteClient implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FIRST_FAILURE = 300;

  private final SuitePorts ports;
  private final SuiteHome home;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public SuiteClient(SuitePorts ports, SuiteHome home) {
    this.ports = ports;
    this.home = home;
    this.key = home.credentials().key(ServiceKeys.ADMIN);
  }

  /** Address of a service on this machine: {@code http://localhost:8081}. */
  public URI address(SuiteService service) {
    return URI.create("http://localhost:" + ports.of(service));
  }

  /** A request to a service that carries the key. */
  public HttpRequest.Builder request(SuiteService service, String path) {
    return HttpRequest.newBuilder(address(service).resolve(path))
        .header("Authorization", "Bearer " + key)
        .timeout(PATIENCE);
  }

  /**
   * Sends a request and answers the body.
   *
   * @throws SuiteException when there is no answer, or one with a status of 300 or more
   */
  public HttpResponse<String> send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= FIRST_FAILURE) {
        throw new SuiteException(ProblemText.of(response));
      }
      return response;
    } catch (IOException e) {
      throw new SuiteException(
          "%s %s got no answer: %s. Is the suite up? churnops status%s"
              .formatted(request.method(), request.uri(), e, home.option()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuiteException("Interrupted while calling " + request.uri(), e);
    }
  }

  /** Sends a request whose answer is a JSON document; an empty answer is a missing node. */
  public JsonNode call(HttpRequest request) {
    return json(send(request));
  }

  /** GET of a JSON document. */
  public JsonNode get(SuiteService service, String path) {
    return call(request(service, path).GET().build());
  }

  /** POST of a JSON document; an empty answer is a missing node. */
  public JsonNode post(SuiteService service, String path, Object body) {
    return call(request(service, path, "POST", body));
  }

  /** PUT of a JSON document; an empty answer is a missing node. */
  public JsonNode put(SuiteService service, String path, Object body) {
    return call(request(service, path, "PUT", body));
  }

  private HttpRequest request(SuiteService service, String path, String method, Object body) {
    return request(service, path)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
        .build();
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new SuiteException(response.uri() + " answered something that is not JSON.", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
