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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command, against a service whose retraining ends as a test wants. */
class RetrainCommandTests {

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new ArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final HttpServer service;

  RetrainCommandTests() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    service.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
          asked.add(
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  key == null ? "-" : key,
                  body));
          String answer = answers.remove();
          byte[] text = answer.substring(4).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    service.start();
    Files.writeString(home.resolve("key"), "secret\n");
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private static String retraining(String status, String steps) {
    return """
    {"retrainingId":"r-1","model":"churn","status":"%s","modelVersion":2,"steps":[%s]}\
    """
        .formatted(status, steps);
  }

  @ParameterizedTest
  @CsvSource({"PROMOTED,0", "REGISTERED,0", "REFUSED,6", "FAILED,7", "CANCELLED,7"})
  void waitsAndSaysByItsExitCodeHowItEnded(String status, int code) {
    answers.add("202 " + retraining("RUNNING", ""));
    answers.add("503 {\"detail\":\"It is being deployed.\"}");
    answers.add(
        "200 "
            + retraining(
                status,
                """
                {"step":"gate","status":"DONE","attempt":1,"reason":"All pass.",
                 "startedAt":"2026-11-21T10:00:00Z","endedAt":"2026-11-21T10:00:03Z"}\
                """));

    assertThat(execute("--wait", "--key", "build-7")).isEqualTo(code);
    assertThat(out.toString())
        .contains("r-1 of churn: " + status + ", version 2", "3 s", "All pass.");
    assertThat(asked.getFirst())
        .isEqualTo("POST /v1/retraining build-7 {\"model\":\"churn\",\"promote\":\"if_better\"}");
    assertThat(asked).hasSize(3);
  }

  @Test
  void stopsWaitingForWhatIsRefused() {
    answers.add("202 " + retraining("RUNNING", ""));
    answers.add("429 {\"detail\":\"Too much at once.\"}");
    answers.add("404 {\"detail\":\"There is no such retraining.\"}");

    assertThat(execute("--wait")).isEqualTo(1);
    assertThat(err.toString()).contains("There is no such retraining.");
    assertThat(asked).hasSize(3);
  }

  @Test
  void asksForWhatItIsTold() throws IOException {
    answers.add("202 " + retraining("RUNNING", ""));
    Path train = Files.writeString(home.resolve("train.json"), "{\"parameters\":{\"trees\":50}}");

    assertThat(
            execute(
                "--model",
                "m",
                "--view",
                "v",
                "--label",
                "l",
                "--cutoffs",
                "4",
                "--every",
                "14d",
                "--newest",
                "40d",
                "--train",
                train.toString(),
                "--promote",
                "never"))
        .isZero();
    assertThat(asked)
        .containsExactly(
            "POST /v1/retraining - {\"model\":\"m\",\"dataset\":{\"view\":\"v\",\"label\":\"l\","
                + "\"cutoffs\":{\"newest\":\"40d\",\"every\":\"14d\",\"count\":4}},"
                + "\"train\":{\"parameters\":{\"trees\":50}},\"promote\":\"never\"}");
  }

  @Test
  void retriesTheStepThatItEndedWith() {
    answers.add(
        "200 "
            + retraining(
                "FAILED",
                """
                {"step":"dataset","status":"DONE"},{"step":"train","status":"FAILED"},
                {"step":"gate","status":"PENDING"}\
                """));
    answers.add("202 " + retraining("RUNNING", ""));

    assertThat(execute("--retry", "r-1")).isZero();
    assertThat(asked.getLast()).startsWith("POST /v1/retraining/r-1/steps/train:retry");
  }

  @Test
  void cancelsWhatNobodyWants() {
    answers.add("200 " + retraining("CANCELLED", ""));
    assertThat(execute("--cancel", "r-1")).isZero();
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst()).startsWith("POST /v1/retraining/r-1:cancel");
    assertThat(out.toString()).contains("r-1 of churn: CANCELLED");

    answers.add("409 {\"detail\":\"Retraining r-1 is PROMOTED.\"}");
    assertThat(execute("--cancel", "r-1")).isEqualTo(1);
    assertThat(err.toString()).contains("is PROMOTED");
    assertThat(execute("--cancel", "r-1", "--retry", "r-1")).as("one of them").isEqualTo(2);
  }

  @Test
  void saysWhyItWasNotAccepted() throws IOException {
    answers.add("422 {\"detail\":\"Model 'm' has no champion.\"}");
    assertThat(execute("--model", "m", "--wait")).isEqualTo(1);
    assertThat(err.toString()).contains("has no champion");

    Path broken = Files.writeString(home.resolve("train.json"), "[");
    assertThat(execute("--train", broken.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("train.json cannot be read");
  }

  private int execute(String... arguments) {
    CommandLine line = ChurnopsCommand.commandLineOf("retrain");
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("retrain"));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--home",
            home.toString(),
            "--url",
            "http://localhost:" + service.getAddress().getPort(),
            "--key-file",
            home.resolve("key").toString()));
    return line.execute(all.toArray(String[]::new));
  }
}
