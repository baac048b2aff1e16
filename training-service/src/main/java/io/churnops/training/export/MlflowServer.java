package io.churnops.training.export;

import io.churnops.training.export.NotNowException.About;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
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

  /** Answers about what was said, whoever gives them. */
  private static final Set<Integer> REFUSALS = Set.of(400, 409, 411, 413, 414, 415, 422, 431);

  /** Answers about who asks, or when: what was said may be taken another time. */
  private static final Set<Integer> PASSING = Set.of(401, 403, 407, 408, 425, 429);

  private static final Set<Integer> OF_ALL = Set.of(401, 407, 429);

  private static final int SUCCESSES = 2;
  private static final int REDIRECTS = 3;
  private static final int REQUEST_ERRORS = 4;
  private static final int CLASS = 100;
  private static final int FORBIDDEN = 403;
  private static final int LONGEST_ANSWER = 16 << 20;

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
      Throwable why = e.getCause();
      boolean away = why instanceof ConnectException || why instanceof HttpConnectTimeoutException;
      throw new NotNowException(
          "The server does not answer: " + Cut.said(String.valueOf(why)),
          away ? About.SERVER : About.PERHAPS_THIS_ALONE,
          Duration.ZERO);
    } catch (TimeoutException e) {
      throw new NotNowException(
          "The server has not answered for " + settings.timeout(),
          About.PERHAPS_THIS_ALONE,
          Duration.ZERO);
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
    String code = Cut.said(body.path("error_code").asString(""));
    String reason = Cut.said(body.path("message").asString(""));
    if (isRefusal(status, code)) {
      return new RefusedException(status, code, reason);
    }
    int wait = answer.headers().firstValue("Retry-After").map(MlflowServer::seconds).orElse(0);
    String redirect = status / CLASS == REDIRECTS ? "with a redirect, which is not followed" : "";
    return new NotNowException(
        "The server answered %d %s %s%s".formatted(status, code, reason, redirect).strip(),
        about(status, wait),
        Duration.ofSeconds(wait));
  }

  /** A proxy, or an address that is not right, may answer like that without a code of MLflow's. */
  private static boolean isRefusal(int status, String code) {
    return REFUSALS.contains(status)
        || status / CLASS == REQUEST_ERRORS && !PASSING.contains(status) && !code.isEmpty();
  }

  private static About about(int status, int wait) {
    if (status == FORBIDDEN) {
      return About.THIS_ALONE;
    }
    return wait > 0 || status / CLASS == REDIRECTS || OF_ALL.contains(status)
        ? About.SERVER
        : About.PERHAPS_THIS_ALONE;
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
    return new NotNowException(message.formatted(about), About.SERVER, Duration.ZERO);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
