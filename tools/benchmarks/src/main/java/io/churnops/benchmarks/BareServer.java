package io.churnops.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * A server in the client's own JVM that answers everything with nothing: what HTTP costs on this
 * machine before any service has done a thing.
 */
final class BareServer implements AutoCloseable {

  private static final int NO_CONTENT = 204;
  private static final int NO_BODY = -1;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;
  private final HttpRequest request;

  BareServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(NO_CONTENT, NO_BODY);
          exchange.close();
        });
    server.start();
    request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.getAddress().getPort()))
            .build();
  }

  CompletableFuture<Boolean> ask() {
    return http.sendAsync(request, BodyHandlers.discarding())
        .thenApply(answer -> answer.statusCode() == NO_CONTENT);
  }

  @Override
  public void close() {
    http.close();
    server.stop(0);
  }
}
