package io.churnops.feature.lineage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The receiver of OpenLineage events, over HTTP. */
final class LineageReceiver implements AutoCloseable {

  /** Answers that say that this event will never be taken; any other may change. */
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);

  private static final int SUCCESSES = 2;
  private static final int CLASS = 100;

  private final LineageSettings settings;
  private final HttpClient http;

  LineageReceiver(LineageSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Posts an event.
   *
   * @return why it will never be taken; empty if it was
   * @throws IOException if the receiver does not answer, or not for now
   */
  Optional<String> post(byte[] event) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.url()))
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(event));
    Path key = settings.apiKeyFile();
    if (key != null) {
      request.header("Authorization", "Bearer " + Files.readString(key).strip());
    }
    int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status / CLASS == SUCCESSES) {
      return Optional.empty();
    }
    if (REFUSALS.contains(status)) {
      return Optional.of("The receiver answered " + status);
    }
    throw new IOException("The receiver answered " + status);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
