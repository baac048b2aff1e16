package io.churnops.training.export;

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
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An MLflow server, by its REST API. A redirect is not followed, so that no other place ever gets
 * the credentials, which are read anew for each request.
 */
final class MlflowServer implements AutoCloseable {

  static final String MISSING = "RESOURCE_DOES_NOT_EXIST";
  static final String EXISTS = "RESOURCE_ALREADY_EXISTS";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Answers about what was said; any other may change when the server or its proxy is mended. */
  private static final Set<Integer> REFUSALS = Set.of(400, 409, 413, 415, 422);

  /** Answers that may be about this one thing, as rights to an experiment or a fault of theirs. */
  private static final Set<Integer> OF_ONE = Set.of(403, 500);

  private static final int SUCCESSES = 2;
  private static final int REDIRECTS = 3;
  private static final int CLASS = 100;
  private static final int NOT_FOUND = 404;
  private static final int LONGEST_ANSWER = 16 << 20;
  private static final int LONGEST_REASON = 500;

  private final MlflowExportSettings settings;
  private final HttpClient http;

  MlflowServer(MlflowExportSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            // Servers that are asked to upgrade the connection may answer badly, or not at all.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** What the server calls itself in the ledger of what it was told. */
  String address() {
    return settings.uri();
  }

  JsonNode get(String path, String parameter, String value) {
    String query = "?" + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    return send("GET", path + query, BodyPublishers.noBody());
  }

  JsonNode post(String path, ObjectNode body) {
    return send("POST", path, json(body));
  }

  JsonNode patch(String path, ObjectNode body) {
    return send("PATCH", path, json(body));
  }

  JsonNode delete(String path, ObjectNode body) {
    return send("DELETE", path, json(body));
  }

  private static BodyPublisher json(ObjectNode body) {
    return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
  }

  private JsonNode send(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.uri() + "/api/2.0/mlflow/" + path))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method(method, body);
    authorize(request);
    HttpResponse<byte[]> answer = answer(request.build());
    int status = answer.statusCode();
    if (status / CLASS != SUCCESSES) {
      throw failure(answer);
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw notNow("The address answers %d without JSON: is it an MLflow server?", status);
    }
  }

  private void authorize(HttpRequest.Builder request) {
    try {
      if (settings.hasToken()) {
        request.header("Authorization", "Bearer " + Files.readString(settings.token()).strip());
      } else if (settings.hasPassword()) {
        String both = settings.user() + ":" + Files.readString(settings.password()).strip();
        byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
        request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
      }
    } catch (IOException e) {
      throw notNow("The file with the credentials cannot be read: %s", e);
    } catch (IllegalArgumentException e) {
      // Its message would repeat the token.
      throw notNow("The file with the token holds more than %d line", 1);
    }
  }

  /** The limit holds for the whole answer, not only for its beginning. */
  private HttpResponse<byte[]> answer(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    try {
      return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw notNow("The server does not answer: %s", String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      throw notNow("The server has not answered for %s", settings.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notNow("This service stops; %s is told later", request.uri().getPath());
    } finally {
      answer.cancel(true);
    }
  }

  private static RuntimeException failure(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    JsonNode body = readable(answer.body());
    String code = body.path("error_code").asString("");
    String reason = body.path("message").asString("");
    if (reason.length() > LONGEST_REASON) {
      reason = reason.substring(0, LONGEST_REASON);
    }
    if (REFUSALS.contains(status) || status == NOT_FOUND && code.equals(MISSING)) {
      return new RefusedException(status, code, reason);
    }
    String redirect = status / CLASS == REDIRECTS ? "with a redirect, which is not followed" : "";
    return new NotNowException(
        "The server answered %d %s %s%s".formatted(status, code, reason, redirect).strip(),
        OF_ONE.contains(status),
        Duration.ofSeconds(
            answer.headers().firstValue("Retry-After").map(MlflowServer::seconds).orElse(0)));
  }

  private static JsonNode readable(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  /** A date counts as nothing said. */
  private static int seconds(String retryAfter) {
    return retryAfter.matches("\\d{1,6}") ? Integer.parseInt(retryAfter) : 0;
  }

  private static NotNowException notNow(String message, Object about) {
    return new NotNowException(message.formatted(about), false, Duration.ZERO);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
