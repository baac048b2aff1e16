package io.churnops.cli.definitions;

import io.churnops.cli.suite.ProblemText;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteHome;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service, wherever it runs. */
public final class ServiceClient implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(30);
  private static final int FIRST_FAILURE = 300;

  private final URI address;
  private final String key;
  private final SuiteHome home;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /**
   * A client of a service.
   *
   * @param home of the suite to look after where the service gives no answer
   */
  public ServiceClient(URI address, String key, SuiteHome home) {
    this.address = address;
    this.key = key;
    this.home = home;
  }

  /**
   * The answer to a POST of a JSON document.
   *
   * @throws SuiteException with the problem that the service found, or when it does not answer
   */
  public JsonNode post(String path, Map<String, ?> body) {
    return send("POST", path, "application/json", JSON.writeValueAsString(body));
  }

  /** The answer to a PUT of a JSON document, as that of {@link #post}. */
  public JsonNode put(String path, Map<String, ?> body) {
    return send("PUT", path, "application/json", JSON.writeValueAsString(body));
  }

  /** The answer to a PATCH with a JSON document, as that of {@link #post}. */
  public JsonNode patch(String path, Map<String, ?> body) {
    return send("PATCH", path, "application/json", JSON.writeValueAsString(body));
  }

  /**
   * The answer to a POST of a JSON document that does its work once for a key.
   *
   * @throws SuiteException with the problem that the service found, or when it does not answer
   */
  public JsonNode post(String path, Map<String, ?> body, String idempotencyKey) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  /**
   * The answer to a request with a text.
   *
   * @throws SuiteException with the problem that the service found, or when it does not answer
   */
  public JsonNode send(String method, String path, String contentType, String body) {
    return send(
        request(path)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  /**
   * The answer to a POST of a file.
   *
   * @throws SuiteException with the problem that the service found, when it does not answer, or
   *     when there is no such file
   */
  public JsonNode post(String path, String contentType, Path file) {
    try {
      return post(path, contentType, BodyPublishers.ofFile(file));
    } catch (FileNotFoundException e) {
      throw new SuiteException("There is no file " + file, e);
    }
  }

  /**
   * The answer to a POST of a body that may be large.
   *
   * @throws SuiteException with the problem that the service found, or when it does not answer
   */
  public JsonNode post(String path, String contentType, BodyPublisher body) {
    return send(
        request(path)
            .timeout(LONG_PATIENCE)
            .header("Content-Type", contentType)
            .POST(body)
            .build());
  }

  /**
   * Deletes something.
   *
   * @throws SuiteException with the problem that the service found, or when it does not answer
   */
  public void delete(String path) {
    JsonNode nothing = send(request(path).DELETE().build());
    if (!nothing.isMissingNode()) {
      throw new SuiteException(address + " answered a DELETE with a document.");
    }
  }

  /** The answer to a GET without parameters. */
  public JsonNode get(String path) {
    return get(path, Map.of());
  }

  /**
   * The answer to a GET.
   *
   * @param query parameters, each present
   * @throws SuiteException with the problem that the service found, or when it does not answer
   */
  public JsonNode get(String path, Map<String, String> query) {
    return send(request(path, query).GET().build());
  }

  /** The answer to a GET as that of {@link #get}, of which a service may think for half an hour. */
  public JsonNode getPatiently(String path, Map<String, String> query) {
    return send(request(path, query).timeout(LONG_PATIENCE).GET().build());
  }

  private HttpRequest.Builder request(String path, Map<String, String> query) {
    StringBuilder whole = new StringBuilder(path);
    query.forEach((name, value) ->
        whole
            .append(whole.indexOf("?") < 0 ? '?' : '&')
            .append(name)
            .append('=')
            .append(encoded(value)));
    return request(whole.toString());
  }

  /**
   * The answer to a GET as a text of a type.
   *
   * @throws SuiteException with the problem that the service found, or when it does not answer
   */
  public String text(String path, String contentType) {
    return answer(request(path).header("Accept", contentType).GET().build());
  }

  /** A text as one segment of a path, or as the value of a parameter. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    String base = address.toString();
    return HttpRequest.newBuilder(
            URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
        .header("Authorization", "Bearer " + key)
        .timeout(PATIENCE);
  }

  private JsonNode send(HttpRequest request) {
    try {
      return JSON.readTree(answer(request));
    } catch (JacksonException e) {
      throw new SuiteException(address + " answered something that is not JSON.", e);
    }
  }

  private String answer(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= FIRST_FAILURE) {
        String reason = ProblemText.of(answer);
        throw isRefusal(answer.statusCode())
            ? SuiteException.refused(reason, ProblemText.problem(answer).path("type").asString(""))
            : new SuiteException(reason);
      }
      return answer.body();
    } catch (IOException e) {
      throw new SuiteException(
          "%s gives no answer: %s. Is the suite up? churnops status%s"
              .formatted(address, e, home.option()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuiteException("Interrupted while calling " + address, e);
    }
  }

  /** That of a client at fault, unless the service only has too much to do. */
  private static boolean isRefusal(int status) {
    return status >= 400 && status < 500 && status != 408 && status != 429;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
