package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteHome;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.suite.SuiteService;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SuiteAccessTests {

  @TempDir Path home;

  private final HttpServer feature = HttpServer.create();
  private final Deque<String> answers = new ArrayDeque<>(List.of("QUEUED", "RUNNING", "COMPLETE"));

  private int status = 200;

  SuiteAccessTests() throws IOException {}

  @AfterEach
  void stop() {
    feature.stop(0);
  }

  @Test
  void tellsEveryReportBeforeTheEnd() throws IOException {
    SuitePorts ports = start(5600);
    List<String> told = new ArrayList<>();

    JsonNode last;
    try (SuiteClient client = new SuiteClient(ports, new SuiteHome(home))) {
      last =
          SuiteAccess.ended(
              client,
              SuiteService.FEATURE,
              "/v1/training-datasets/d-1",
              "COMPLETE",
              job -> told.add(job.path("status").asString()));
    }

    assertThat(told).containsExactly("QUEUED", "RUNNING");
    assertThat(last.path("status").asString()).isEqualTo("COMPLETE");
  }

  @Test
  void tellsAProblemInItsWords() throws IOException {
    status = 422;
    answers.clear();
    answers.add("x\", \"detail\": \"There is no column Nope.");
    answers.add(
        "x\", \"detail\": \"And more.\", \"problems\": [{\"detail\": \"Line 3.\"}, {\"detail\": \"Line 4.\"}],"
            + " \"a\": \"b");
    answers.add("not well");
    SuitePorts ports = start(5700);

    try (SuiteClient client = new SuiteClient(ports, new SuiteHome(home))) {
      assertThatThrownBy(() -> client.get(SuiteService.FEATURE, "/v1/tables"))
          .hasMessage("There is no column Nope.");
      assertThatThrownBy(() -> client.get(SuiteService.FEATURE, "/v1/tables"))
          .hasMessage("- Line 3.%n- Line 4.".formatted());
      assertThatThrownBy(() -> client.get(SuiteService.FEATURE, "/v1/tables"))
          .hasMessageEndingWith("/v1/tables answered 422: {\"status\": \"not well\"}");
    }
  }

  /** Starts a service at the first free port of a suite whose offset is not below this. */
  private SuitePorts start(int offset) throws IOException {
    SuitePorts ports = new SuitePorts(offset);
    try {
      feature.bind(
          new InetSocketAddress(InetAddress.getByName("localhost"), ports.of(SuiteService.FEATURE)),
          0);
    } catch (BindException e) {
      return start(offset + 1);
    }
    feature.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"status\": \"%s\"}".formatted(answers.remove()).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    feature.start();
    return ports;
  }
}
