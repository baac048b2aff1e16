package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands, against a store that answers what a test wants. */
class FeaturesCommandTests {

  private static final String CHANGES =
      """
      {"planId": "p1", "changes": true, "steps": [
        {"kind": "VIEW", "name": "loyalty", "action": "SUPERSEDES", "fingerprint": "f2", "file": "a.yaml",
         "supersedes": "f1", "inUse": [{"model": "churn", "version": 3, "aliases": ["champion"]}],
         "differences": [{"path": "features.orders.windows", "before": ["7d"], "after": ["7d", "30d"]}]}],
       "warnings": [{"kind": "VIEW", "name": "loyalty", "code": "EVENT_TYPE_NOT_REGISTERED",
         "eventType": "order.place", "message": "Is order.placed meant?"}]}
      """;
  private static final String NO_CHANGES =
      "{\"planId\": \"p2\", \"changes\": false, \"steps\": []}";
  private static final String REFUSED =
      "{\"status\": 422, \"detail\": \"The definitions cannot be used:\\n  - a.yaml: wrong.\"}";

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> paths = new ArrayList<>();
  private final List<JsonNode> bodies = new ArrayList<>();
  private final HttpServer store;
  private int status = 200;
  private String answer = CHANGES;

  FeaturesCommandTests() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    store.createContext(
        "/",
        exchange -> {
          paths.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          bodies.add(JsonMapper.shared().readTree(exchange.getRequestBody()));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    store.start();
    Files.writeString(home.resolve("key"), "secret\n");
    Files.createDirectories(home.resolve("features/more"));
    Files.writeString(home.resolve("features/b.yaml"), "view: b");
    Files.writeString(home.resolve("features/more/a.yml"), "view: a");
    Files.writeString(home.resolve("features/README.md"), "no definition");
  }

  @AfterEach
  void stop() {
    store.stop(0);
  }

  @Test
  void plansWhatLiesInAFolder() {
    assertThat(execute("plan", home.resolve("features").toString())).isEqualTo(4);

    assertThat(paths).containsExactly("/v1/definitions:plan Bearer secret");
    assertThat(bodies.getFirst().path("definitions"))
        .extracting(source -> source.path("text").stringValue())
        .containsExactly("view: b", "view: a");
    assertThat(out.toString())
        .contains(
            "~ view  loyalty",
            "f2 supersedes f1",
            "features.orders.windows: [\"7d\"] -> [\"7d\",\"30d\"]",
            "still read by version 3 of churn (champion)",
            "! view  loyalty                        Is order.placed meant?");
  }

  @Test
  void answersZeroWhenNothingWouldChange() {
    answer = NO_CHANGES;

    assertThat(execute("plan", home.resolve("features/b.yaml").toString())).isZero();
  }

  @Test
  void appliesThePlanThatItShowed() {
    assertThat(execute("apply", "--retire-superseded", home.resolve("features").toString()))
        .isZero();

    assertThat(paths)
        .containsExactly(
            "/v1/definitions:plan Bearer secret", "/v1/definitions:apply Bearer secret");
    assertThat(bodies.getLast().path("planId").stringValue()).isEqualTo("p1");
    assertThat(bodies.getLast().path("retireSuperseded").booleanValue()).isTrue();
  }

  @Test
  void answersAScriptWithOneDocument() {
    assertThat(execute("apply", "--json", home.resolve("features").toString())).isZero();

    assertThat(JsonMapper.shared().readTree(out.toString()))
        .isEqualTo(JsonMapper.shared().readTree(CHANGES));
  }

  @Test
  void saysWhyDefinitionsAreRefused() {
    status = 422;
    answer = REFUSED;

    assertThat(execute("apply", home.resolve("features").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("a.yaml: wrong.");
    assertThat(paths).hasSize(1);
  }

  @Test
  void saysWhichFileCannotBeRead() throws IOException {
    assertThat(execute("plan", home.resolve("absent.yaml").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("absent.yaml");
    Path empty = Files.createDirectories(home.resolve("empty"));
    assertThat(execute("plan", empty.toString())).isEqualTo(1);
    Files.write(home.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9});
    assertThat(execute("plan", home.resolve("latin.yaml").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("not UTF-8");
    assertThat(paths).isEmpty();
    assertThat(execute("plan")).isEqualTo(2);
  }

  @Test
  void listsFeaturesAndRetiresViews() {
    answer = "{\"items\": [{\"view\": \"v\", \"name\": \"orders\", \"type\": \"NUMBER\"}]}";
    assertThat(execute("list", "two", "words", "--tag", "a&b")).isZero();
    assertThat(out.toString()).contains("orders");
    answer = "{\"name\": \"v\", \"fingerprint\": \"f\"}";
    assertThat(execute("retire", "v")).isZero();

    assertThat(paths)
        .containsExactly(
            "/v1/features?query=two%20words&tag=a%26b&limit=200 Bearer secret",
            "/v1/feature-views/v:retire Bearer secret");
  }

  private int execute(String... arguments) {
    CommandLine line = ChurnopsCommand.commandLineOf("features");
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("features"));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--home",
            home.toString(),
            "--url",
            "http://localhost:" + store.getAddress().getPort() + "/",
            "--key-file",
            home.resolve("key").toString()));
    return line.execute(all.toArray(String[]::new));
  }
}
