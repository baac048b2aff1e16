package io.churnops.ingestion;

import io.churnops.platform.test.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the service as a shop would. */
public final class IngestionClient {

  public static final String ONE = "application/cloudevents+json";
  public static final String BATCH = "application/cloudevents-batch+json";
  public static final String STREAM = "application/x-ndjson";

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String key;

  private IngestionClient(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  public static IngestionClient at(int port) {
    return new IngestionClient(URI.create("http://localhost:" + port), TestServers.adminKey());
  }

  public IngestionClient withScope(String scope) {
    return new IngestionClient(base, TestServers.keyFor(scope));
  }

  /** An answer with its JSON. */
  public record Answer(int status, JsonNode json, HttpResponse<String> response) {

    public List<String> statuses() {
      return json.get("items").valueStream().map(i -> i.get("status").stringValue()).toList();
    }

    /** The codes of the items, a dash where there is none. */
    public List<String> codes() {
      return json.get("items")
          .valueStream()
          .map(item -> item.has("code") ? item.get("code").stringValue() : "-")
          .toList();
    }

    public String problem() {
      return json.get("type").stringValue().replace("https://churnops.io/problems/", "");
    }
  }

  public Answer batch(List<EventTexts> events) throws IOException, InterruptedException {
    return post(BATCH, bytes(batchText(events)));
  }

  public static String batchText(List<EventTexts> events) {
    return events.stream().map(EventTexts::text).collect(Collectors.joining(",", "[", "]"));
  }

  public Answer post(String contentType, byte[] body, String... headers)
      throws IOException, InterruptedException {
    return post("/v1/events", contentType, BodyPublishers.ofByteArray(body), headers);
  }

  public Answer post(String path, String contentType, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Content-Type", contentType).POST(body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** An answer as it comes over the wire. */
  public HttpResponse<byte[]> bytes(String path, String contentType, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  public Answer put(String path, String contentType, String body)
      throws IOException, InterruptedException {
    return send(
        request(path).header("Content-Type", contentType).PUT(BodyPublishers.ofString(body)));
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  public Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
