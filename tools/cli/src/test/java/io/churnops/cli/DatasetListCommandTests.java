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
import tools.jackson.databind.json.JsonMapper;

/** {@code dataset list}, against a feature-service that answers what a test wants. */
class DatasetListCommandTests {

  private static final String TWO =
      """
      {"items": [
        {"datasetId": "d2", "status": "RUNNING", "view": "shop", "fingerprint": "f",
         "createdAt": "2026-01-02T00:00:00Z", "createdBy": "ann"},
        {"datasetId": "d1", "status": "COMPLETE", "view": "shop", "fingerprint": "f", "labels": ["a", "b"],
         "rows": 7, "createdAt": "2026-01-01T00:00:00Z", "createdBy": "ann"}],
       "nextCursor": "d1"}
      """;

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final List<String> paths = new ArrayList<>();
  private final HttpServer store;
  private String answer = TWO;

  DatasetListCommandTests() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    store.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().toString());
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    store.start();
    Files.writeString(home.resolve("key"), "secret\n");
  }

  @AfterEach
  void stop() {
    store.stop(0);
  }

  @Test
  void listsTrainingSets() {
    assertThat(execute("--view", "shop", "--status", "complete", "--limit", "2")).isZero();

    assertThat(paths).containsExactly("/v1/training-datasets?view=shop&status=COMPLETE&limit=2");
    assertThat(out.toString())
        .containsPattern("d2 +shop +RUNNING +- +2026-01-02T00:00:00Z")
        .containsPattern("d1 +shop +a, b +COMPLETE +7 +2026-01-01T00:00:00Z")
        .contains("There are more");
  }

  @Test
  void saysThatThereAreNone() {
    answer = "{\"items\": []}";
    assertThat(execute()).isZero();
    assertThat(out.toString()).contains("No training set fits.");
  }

  @Test
  void answersScriptsWithOneDocument() {
    answer = TWO.replace("\"nextCursor\": \"d1\"", "\"nextCursor\": null");
    assertThat(execute("--json")).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()))
        .extracting(one -> one.path("datasetId").stringValue())
        .containsExactly("d2", "d1");
  }

  private int execute(String... arguments) {
    List<String> all = new ArrayList<>(List.of("dataset", "list"));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--url",
            "http://localhost:" + store.getAddress().getPort(),
            "--key-file",
            home.resolve("key").toString()));
    CommandLine line = ChurnopsCommand.commandLineOf("dataset");
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    return line.execute(all.toArray(String[]::new));
  }
}
