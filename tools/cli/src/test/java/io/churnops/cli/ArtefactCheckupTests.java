package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.churnops.cli.Finding.Verdict;
import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArtefactCheckupTests {

  @Test
  void saysThatAllIsWell() throws IOException {
    assertThat(findings(200, "{\"place\": \"s3://models/\", \"sound\": true, \"steps\": []}"))
        .containsExactly(Finding.ok("artefacts", "s3://models/ takes what is published"));
  }

  @Test
  void tellsWhatFailsAndHowToMendIt() throws IOException {
    List<Finding> findings =
        findings(
            200,
            """
            {"place": "s3://models/", "sound": false, "steps": [
              {"step": "reach", "sound": true, "found": "it answers", "fix": ""},
              {"step": "write", "sound": false, "found": "denied", "fix": "Give s3:PutObject."},
              {"step": "owner", "sound": false, "found": "another", "fix": "Another prefix."}]}
            """);
    assertThat(findings)
        .containsExactly(
            Finding.failure("artefacts", "s3://models/, write: denied", "Give s3:PutObject."),
            Finding.warning("artefacts", "s3://models/, owner: another", "Another prefix."));
  }

  @Test
  void isWarnedWhereTheServiceDoesNotSay() throws IOException {
    assertThat(findings(503, "{\"title\": \"Away\", \"detail\": \"Ask again.\"}"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
          assertThat(finding.found()).contains("Ask again.");
        });
  }

  private static List<Finding> findings(int status, String answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/artefact-store:check",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (ServiceClient training =
        new ServiceClient(
            URI.create("http://localhost:" + server.getAddress().getPort()),
            "secret",
            SuiteHome.usual())) {
      return ArtefactCheckup.findings(training);
    } finally {
      server.stop(0);
    }
  }
}
