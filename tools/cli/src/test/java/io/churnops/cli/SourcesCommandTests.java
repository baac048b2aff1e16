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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands, against a service that answers what a test wants. */
class SourcesCommandTests {

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, List<String>> answers = new LinkedHashMap<>();
  private final HttpServer service;

  SourcesCommandTests() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    service.createContext(
        "/",
        exchange -> {
          String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(body.startsWith("name") ? request + " " + body : request);
          List<String> given = answers.getOrDefault(request, List.of("404 {\"detail\":\"none\"}"));
          String answer = given.getFirst();
          if (given.size() > 1) {
            answers.put(request, given.subList(1, given.size()));
          }
          byte[] text = answer.substring(3).strip().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              Integer.parseInt(answer.substring(0, 3)), text.length == 0 ? -1 : text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    service.start();
    Files.writeString(home.resolve("key"), "secret\n");
    Files.createDirectories(home.resolve("sources"));
    Files.writeString(home.resolve("sources/a.yaml"), "name: crm");
    Files.writeString(home.resolve("sources/b.yaml"), "name: shop");
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  @Test
  void plansAndAppliesTheSourcesOfAFolder() {
    answers.put("POST /v1/sources/crm:plan", List.of("200 {\"action\":\"NEW\"}"));
    answers.put("POST /v1/sources/shop:plan", List.of("200 {\"action\":\"UNCHANGED\"}"));
    answers.put("PUT /v1/sources/crm", List.of("201 {\"name\":\"crm\"}"));
    answers.put("PUT /v1/sources/shop", List.of("200 {\"name\":\"shop\"}"));

    assertThat(execute("plan", home.resolve("sources").toString())).isEqualTo(4);
    assertThat(out.toString()).containsSubsequence("crm", "new", "shop", "unchanged");
    assertThat(execute("plan", home.resolve("sources/b.yaml").toString())).isZero();
    asked.clear();
    assertThat(execute("apply", home.resolve("sources").toString())).isZero();
    assertThat(asked)
        .containsExactly(
            "POST /v1/sources/crm:plan name: crm",
            "POST /v1/sources/shop:plan name: shop",
            "PUT /v1/sources/crm name: crm",
            "PUT /v1/sources/shop name: shop");
  }

  @Test
  void appliesNothingWhenOneCannotBe() throws IOException {
    answers.put("POST /v1/sources/crm:plan", List.of("200 {\"action\":\"NEW\"}"));
    answers.put(
        "POST /v1/sources/shop:plan", List.of("422 {\"detail\":\"key names at least one\"}"));

    assertThat(execute("apply", home.resolve("sources").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("b.yaml: key names at least one");
    assertThat(asked).noneMatch(request -> request.startsWith("PUT"));

    Files.writeString(home.resolve("sources/c.yaml"), "name: crm");
    assertThat(execute("plan", home.resolve("sources").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("declared twice");
    Files.writeString(home.resolve("sources/c.yaml"), "kind: none");
    assertThat(execute("plan", home.resolve("sources").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("it has no name");
  }

  @Test
  void runsASourceAndWaitsForItsEnd() {
    answers.put(
        "POST /v1/sources/crm:run",
        List.of("202 {\"runId\":\"r1\",\"status\":\"QUEUED\",\"counts\":{}}"));
    answers.put(
        "GET /v1/sources/crm/runs/r1",
        List.of(
            "200 {\"runId\":\"r1\",\"status\":\"RUNNING\"}",
            "200 {\"status\":\"COMPLETE\",\"finishedAt\":\"t\",\"counts\":{\"rowsRead\":7}}",
            "200 {\"status\":\"FAILED\",\"finishedAt\":\"t\",\"error\":\"It is away.\"}"));

    assertThat(execute("run", "crm")).isZero();
    assertThat(out.toString()).contains("COMPLETE    rows 7");
    assertThat(execute("run", "crm")).isEqualTo(1);
    assertThat(err.toString()).contains("It is away.");
  }

  @Test
  void showsPausesResumesAndDeletes() {
    String source = "200 {\"name\":\"crm\",\"status\":\"FAILING\",\"lastError\":\"It is away.\"}";
    answers.put(
        "GET /v1/sources?limit=200", List.of("200 {\"items\":[" + source.substring(4) + "]}"));
    answers.put("GET /v1/sources/crm", List.of(source));
    answers.put(
        "GET /v1/sources/crm/runs?limit=10", List.of("200 {\"items\":[{\"status\":\"FAILED\"}]}"));
    answers.put("POST /v1/sources/crm:pause", List.of(source));
    answers.put("POST /v1/sources/crm:resume", List.of(source));
    answers.put("DELETE /v1/sources/crm", List.of("204"));

    assertThat(execute("list")).isZero();
    assertThat(execute("show", "crm")).isZero();
    assertThat(execute("pause", "crm")).isZero();
    assertThat(execute("resume", "crm")).isZero();
    assertThat(execute("delete", "crm")).isZero();
    assertThat(out.toString()).contains("FAILING", "lastError      It is away.", "crm is gone");
    assertThat(execute("delete", "other")).isEqualTo(1);
    assertThat(err.toString()).contains("none");
  }

  private int execute(String... arguments) {
    CommandLine line = ChurnopsCommand.commandLineOf("sources");
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("sources"));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--home",
            home.toString(),
            "--url",
            "http://localhost:" + service.getAddress().getPort() + "/",
            "--key-file",
            home.resolve("key").toString()));
    return line.execute(all.toArray(String[]::new));
  }
}
