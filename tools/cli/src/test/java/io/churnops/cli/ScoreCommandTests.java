package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command, against a service that finds the reasons of two customers at once. */
class ScoreCommandTests {

  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Integer> asked = new ArrayList<>();

  @Test
  void asksForFewAtOnceWhereTheModelIsLarge() throws IOException {
    assertThat(execute(2, "a", "b", "c", "d", "e")).as(err.toString()).isZero();

    JsonNode answer = JSON.readTree(out.toString());
    assertThat(
            answer.path("predictions").valueStream().map(one -> one.path("customerId").asString()))
        .containsExactly("a", "b", "c", "d", "e");
    assertThat(asked).containsExactly(5, 2, 3, 1, 2);
  }

  @Test
  void failsWhereNotEvenOneIsTaken() throws IOException {
    assertThat(execute(0, "a", "b")).isEqualTo(1);
    assertThat(err.toString()).contains("The model is large.");
    assertThat(asked).containsExactly(2, 1);
  }

  private int execute(int most, String... customers) throws IOException {
    Path key = Files.writeString(home.resolve("key"), "secret\n");
    HttpServer serving =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serving.createContext("/v1/predictions:batch", exchange -> predict(exchange, most));
    serving.start();
    try {
      Stream<String> words =
          Stream.of(
              "score",
              "--json",
              "--home",
              home.toString(),
              "--key-file",
              key.toString(),
              "--url",
              "http://localhost:" + serving.getAddress().getPort());
      return ChurnopsCommand.commandLineOf("score")
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true))
          .execute(Stream.concat(words, Stream.of(customers)).toArray(String[]::new));
    } finally {
      serving.stop(0);
    }
  }

  private void predict(HttpExchange exchange, int most) throws IOException {
    JsonNode customers = JSON.readTree(exchange.getRequestBody().readAllBytes()).path("customers");
    asked.add(customers.size());
    boolean refused = customers.size() > most;
    Object answer =
        refused
            ? Map.of(
                "type",
                "https://churnops.io/problems/too-many-reasons",
                "detail",
                "The model is large.")
            : Map.of(
                "predictions",
                customers
                    .valueStream()
                    .map(customer -> Map.of("customerId", customer, "status", "SCORED"))
                    .toList());
    byte[] body = JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refused ? 422 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
