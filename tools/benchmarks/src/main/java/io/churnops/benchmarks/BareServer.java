package io.churnops.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A server in the client's own JVM that answers everything with nothing: what HTTP costs on this
 * machine before any service has done a thing.
 */
final class BareServer implements AutoCloseable {

  private static final int NO_CONTENT = 204;
  private static final int NO_BODY = -1;

  private final HttpServer server;

  BareServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(NO_CONTENT, NO_BODY);
          exchange.close();
        });
    server.start();
  }

  LeanHttp connect() {
    return new LeanHttp(server.getAddress().getHostString(), server.getAddress().getPort(), "none");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
