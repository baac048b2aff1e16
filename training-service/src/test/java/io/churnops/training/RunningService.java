package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.TestServers;
import io.churnops.platform.test.WithServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service over real servers and a feature-service of its own, called as clients do. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    useMainMethod = SpringBootTest.UseMainMethod.ALWAYS,
    properties = {
      "churnops.feature-service.patience=6s",
      "churnops.gates.require-approval=approval-asked",
      "churnops.reproduction.look-every=100ms",
      "churnops.reproduction.patience=60s",
      "churnops.reproduction.longest-build=1s",
      "churnops.mlflow.largest-artifact=5000000B",
      "churnops.forests.largest=200000B"
    })
@WithServers
public abstract class RunningService {

  protected static final FakeFeatureService FEATURES = new FakeFeatureService();

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void featureService(DynamicPropertyRegistry properties) {
    properties.add("CHURNOPS_FEATURE_SERVICE_URL", FEATURES::url);
  }

  /** A name that no other test uses. */
  protected static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  /** The id of a training set that no other test uses. */
  protected static String datasetId() {
    return UUID.randomUUID().toString();
  }

  protected Answer get(String path) {
    return send(request(path).GET());
  }

  protected Answer post(String path, String body, String... headers) {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  protected Answer put(String path, String body) {
    return send(request(path).PUT(BodyPublishers.ofString(body)));
  }

  protected HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("Authorization", "Bearer " + TestServers.adminKey())
        .header("Content-Type", "application/json");
  }

  protected Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Queues a run and gives its id. */
  protected String start(String model, String datasetId, String promote) {
    Answer answer =
        post(
            "/v1/training-runs",
            """
            {"model": "%s", "datasetId": "%s", "promote": "%s",
             "parameters": {"trees": 40, "seed": 7}}
            """
                .formatted(model, datasetId, promote));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().get("runId").asString();
  }

  /** The run once it is over. */
  protected JsonNode ended(String runId) {
    return await()
        .until(
            () -> get("/v1/training-runs/" + runId).json(), run -> run.get("finishedAt") != null);
  }

  /** Trains a version and gives its number. */
  protected int train(String model, String datasetId, String promote) {
    JsonNode run = ended(start(model, datasetId, promote));
    assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("FINISHED");
    return run.get("modelVersion").asInt();
  }

  /** What the service answered. */
  public record Answer(HttpResponse<byte[]> response) {

    public int status() {
      return response.statusCode();
    }

    public byte[] bytes() {
      return response.body();
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }
}
