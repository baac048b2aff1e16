package io.churnops.cli.suite;

import io.churnops.platform.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks a service's health doors, which need no key, and whether a server listens. */
final class ReadyProbe implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** What is wrong with the service on a port; empty when it is alive and ready. */
  Optional<String> complaint(int port) {
    return complaint(port, "/livez").or(() -> complaint(port, "/readyz"));
  }

  /** What is wrong with the server on a port; empty when it takes connections. */
  Optional<String> complaintOfServer(int port) {
    return Ports.answers(port)
        ? Optional.empty()
        : Optional.of("Nothing takes connections on its port.");
  }

  private Optional<String> complaint(int port, String door) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + door))
            .timeout(PATIENCE)
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      return status == OK
          ? Optional.empty()
          : Optional.of("%s answers %d.".formatted(door, status));
    } catch (IOException e) {
      return Optional.of("%s does not answer (%s).".formatted(door, e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(door + " was not asked to the end.");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
