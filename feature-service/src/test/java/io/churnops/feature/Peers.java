package io.churnops.feature;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The services that are asked; each answers an empty object unless told otherwise. */
public class Peers implements DynamicPropertyRegistrar, AutoCloseable {

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();

  private record Answer(int status, String body) {}

  Peers() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  @Override
  public void accept(DynamicPropertyRegistry properties) {
    properties.add(
        "churnops.event-types.url",
        () -> "http://localhost:%d/ingestion".formatted(server.getAddress().getPort()));
    for (String service : List.of("ingestion", "monitoring")) {
      properties.add(
          "churnops.export.services." + service,
          () -> "http://localhost:%d/%s".formatted(server.getAddress().getPort(), service));
    }
  }

  /** From now on a service answers this when it is asked for an export. */
  public void answer(String service, int status, String body) {
    answers.put("/" + service + "/v1/customers:export", new Answer(status, body));
  }

  /** From now on ingestion-service answers this when it is asked for event types. */
  public void eventTypes(int status, String body) {
    answers.put("/ingestion/v1/event-types", new Answer(status, body));
  }

  /** From now on ingestion-service answers this when it is asked for one event type. */
  public void eventType(String type, int status, String body) {
    answers.put("/ingestion/v1/event-types/" + type, new Answer(status, body));
  }

  /** What was asked so far. */
  public List<String> questions() {
    return List.copyOf(questions);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      questions.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      Answer answer =
          answers.getOrDefault(exchange.getRequestURI().getPath(), new Answer(200, "{}"));
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
