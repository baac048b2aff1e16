package io.churnops.benchmarks;

import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** A suite that the launcher started, with its doors and, for the peers, its servers. */
final class RunningSuite {

  static final int INGESTION = 8081;
  static final int FEATURE = 8082;
  static final int TRAINING = 8083;
  static final int SERVING = 8084;
  static final int POSTGRES = 25432;
  static final int REDIS = 25379;
  static final int KAFKA = 25092;

  @Option(names = "--home", defaultValue = ".churnops", description = "folder of the suite")
  private Path home = Path.of("");

  @Option(names = "--port-offset", defaultValue = "0", description = "that of the suite")
  private int portOffset;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** The suite that the options name. */
  RunningSuite() {}

  RunningSuite(Path home, int portOffset) {
    this.home = home;
    this.portOffset = portOffset;
  }

  record Answer(int status, String body) {}

  CompletableFuture<Answer> get(int service, String path) throws IOException {
    return send(request(service, path).GET().build());
  }

  CompletableFuture<Answer> post(int service, String path, String contentType, byte[] body)
      throws IOException {
    return send(
        request(service, path)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  /** As {@link #post}; fails when the answer is not the expected one. */
  String posted(int service, String path, String contentType, byte[] body) throws IOException {
    Answer answer = post(service, path, contentType, body).join();
    if (answer.status() / 100 != 2) {
      throw new IOException("POST %s answered %s".formatted(path, answer));
    }
    return answer.body();
  }

  /** Connections of little cost to the machine, for who measures a service there. */
  Supplier<LeanHttp> connections(int service) throws IOException {
    String authorization = "Bearer " + secret("admin.key");
    return () -> new LeanHttp("localhost", service + portOffset, authorization);
  }

  private URI uri(int service, String path) {
    return URI.create("http://localhost:" + (service + portOffset) + path);
  }

  private HttpRequest.Builder request(int service, String path) throws IOException {
    return HttpRequest.newBuilder(uri(service, path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + secret("admin.key"));
  }

  private CompletableFuture<Answer> send(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenApply(response -> new Answer(response.statusCode(), response.body()));
  }

  String kafka() {
    return "localhost:" + (KAFKA + portOffset);
  }

  RedisURI redis() throws IOException {
    return RedisURI.builder()
        .withHost("localhost")
        .withPort(REDIS + portOffset)
        .withPassword(secret("redis.password").toCharArray())
        .build();
  }

  /** A connection of feature-service's own role, to its schema. */
  Connection postgres() throws IOException, SQLException {
    return schema("features");
  }

  /** A connection of training-service's own role, to its schema. */
  Connection registry() throws IOException, SQLException {
    return schema("registry");
  }

  private Connection schema(String name) throws IOException, SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:%d/churnops?currentSchema=%s"
            .formatted(POSTGRES + portOffset, name),
        name,
        secret(name + ".password"));
  }

  private String secret(String file) throws IOException {
    return Files.readString(home.resolve("credentials").resolve(file)).strip();
  }
}
