package io.churnops.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Stands in for another service: answers what a test tells it to. */
public final class PeerStub {

  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final HttpServer server;

  public PeerStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Answers one kind of request with these bytes from now on. */
  public void answer(String methodAndPath, int status, String contentType, byte[] body) {
    answer(methodAndPath, status, contentType, _ -> body);
  }

  public void answer(
      String methodAndPath, int status, String contentType, UnaryOperator<byte[]> body) {
    replies.put(methodAndPath, new Reply(status, contentType, body));
  }

  /** From now on answers this kind of request with 404. */
  public void forget(String methodAndPath) {
    replies.remove(methodAndPath);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] question = exchange.getRequestBody().readAllBytes();
      Reply reply = replies.get(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      if (reply == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = reply.body().apply(question);
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private record Reply(int status, String contentType, UnaryOperator<byte[]> body) {}
}
