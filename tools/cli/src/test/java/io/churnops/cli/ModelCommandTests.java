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

/** The commands, against a registry that answers what a test wants. */
class ModelCommandTests {

  private static final String REFUSED =
      """
      {"passed": false, "gates": [
        {"gate": "recall", "passed": false, "measured": 0.25, "limit": 0.3, "reason": "It finds 25 %."},
        {"gate": "signature", "passed": true, "reason": "View shop is READY."}]}
      """;

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> requests = new ArrayList<>();
  private final HttpServer registry;
  private int status = 200;
  private String answer = "{}";

  ModelCommandTests() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    registry.createContext(
        "/",
        exchange -> {
          requests.add(
              "%s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    registry.start();
    Files.writeString(home.resolve("key"), "secret\n");
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  @Test
  void changesTheLimitsThatAreNamedAndNoOthers() {
    answer =
        """
        {"limits": {"minimumRecall": 0.5, "minimumPrecision": 0.2, "requireApproval": false},
         "own": {"minimumRecall": 0.5, "minimumPrecision": 0.2}}
        """;

    assertThat(
            execute(
                "gates",
                "--limit",
                "minimum-recall=default",
                "--limit=maximum-latency-millis=2",
                "--limit=require-approval=true"))
        .isZero();
    assertThat(requests)
        .containsExactly(
            "PATCH /v1/models/churn/gates"
                + " {\"minimumRecall\":null,\"maximumLatencyMillis\":2.0,\"requireApproval\":true}");
    assertThat(out.toString())
        .containsPattern("minimum-recall +0.5 +this model")
        .containsPattern("require-approval +false +the service");
    assertThat(execute("gates", "3", "--limit", "minimum-recall=1")).isEqualTo(2);
  }

  @Test
  void showsGatesAndExitsWithSixWhenOneIsNotPassed() {
    answer = REFUSED;

    assertThat(execute("gates", "3")).isEqualTo(6);
    assertThat(requests).containsExactly("POST /v1/models/churn/versions/3/gates {}");
    assertThat(out.toString())
        .containsPattern("recall +NO +0.2500 +0.3000 +It finds 25 %.")
        .containsPattern("signature +yes +- +- ")
        .contains("Version 3 of churn may not become the champion.");
  }

  @Test
  void listsTheVersionsOfTheModelThatIsNamed() {
    answer =
        """
        {"name": "shop", "aliases": [{"alias": "champion", "version": 2}],
         "versions": [{"version": 2, "createdAt": "2026-11-22T16:48:48.1Z", "metrics": {"auc": 0.8}}]}
        """;

    assertThat(execute("list", "--model", "shop", "--json")).isZero();
    assertThat(requests).containsExactly("GET /v1/models/shop ");
    assertThat(JsonMapper.shared().readTree(out.toString()).at("/models/0/name").asString())
        .isEqualTo("shop");
  }

  @Test
  void listsTheVersionsOfAllModelsWhereNoneIsNamed() {
    answer = "{\"models\": []}";

    assertThat(execute("list")).isZero();
    assertThat(requests).containsExactly("GET /v1/models ");
  }

  @Test
  void promotesOfAnotherModelToAnotherAlias() {
    answer = "{\"version\": 3, \"movedAt\": \"2026-11-21T00:00:00Z\"}";

    assertThat(execute("promote", "3", "--model", "telco", "--alias", "shadow")).isZero();
    assertThat(requests.getFirst())
        .startsWith("PUT /v1/models/telco/aliases/shadow ")
        .contains("\"version\":3", "\"force\":false");
    assertThat(out.toString()).contains("Version 3 of telco is its shadow since 2026-11-21");
  }

  @Test
  void wantsAReasonForForce() {
    assertThat(execute("promote", "3", "--force")).isEqualTo(1);
    assertThat(err.toString()).contains("--reason");
    assertThat(requests).isEmpty();
  }

  @Test
  void saysWhyAPromotionIsRefused() {
    status = 409;
    answer = "{\"detail\": \"Version 3 does not become the champion.\"}";

    assertThat(execute("promote", "3")).isEqualTo(1);
    assertThat(err.toString()).contains("does not become the champion");
  }

  @Test
  void tagsAndDescribesModelsAndVersions() {
    answer = "{\"description\": \"for the newsletter\", \"tags\": {\"team\": \"crm\"}}";

    assertThat(execute("tag", "team=crm", "--remove", "stage")).isZero();
    assertThat(execute("describe", "for the newsletter", "--version", "3")).isZero();
    assertThat(requests)
        .containsExactly(
            "PATCH /v1/models/churn {\"tags\":{\"team\":\"crm\",\"stage\":null}}",
            "PATCH /v1/models/churn/versions/3 {\"description\":\"for the newsletter\"}");
    assertThat(out.toString()).contains("Description: for the newsletter").contains("team = crm");
  }

  @Test
  void removesAnAliasForAReason() {
    status = 204;
    answer = "";

    assertThat(execute("unalias", "shadow")).isNotZero();
    assertThat(execute("unalias", "shadow", "--reason", "over")).isZero();
    assertThat(requests)
        .containsExactly("DELETE /v1/models/churn/aliases/shadow?reason=over&force=false ");
    assertThat(out.toString()).as("there may have been none").contains("churn has no alias shadow");
  }

  @Test
  void approvesAndRejects() {
    answer = "{\"verdict\": \"REJECTED\"}";

    assertThat(execute("reject", "3", "--reason", "too new")).isZero();
    assertThat(execute("approve", "3", "--reason", "seen")).isZero();
    assertThat(requests)
        .containsExactly(
            "POST /v1/models/churn/versions/3:reject {\"reason\":\"too new\"}",
            "POST /v1/models/churn/versions/3:approve {\"reason\":\"seen\"}");
    assertThat(out.toString()).contains("Version 3 of churn is rejected.");
  }

  @Test
  void tellsHowTwoVersionsDiffer() {
    answer =
        """
        {"rows": 300, "datasetId": "d", "a": {"version": 1, "metrics": {"auc": 0.7}, "knewTheTime": true},
         "b": {"version": 2, "metrics": {"auc": 0.75}}, "differences": {"auc": 0.05},
         "aucDifference": {"value": 0.05, "interval": {"low": 0.01, "high": 0.09}, "beyondChance": true},
         "decisions": {"changed": 7, "onlyA": 3, "onlyB": 4}}
        """;

    assertThat(execute("compare", "1", "2", "--dataset", "d")).isZero();
    assertThat(requests)
        .containsExactly("GET /v1/models/churn/versions:compare?a=1&b=2&dataset=d ");
    assertThat(out.toString())
        .containsPattern("auc +0.7000 +0.7500 +[+]0.0500")
        .contains("+0.0100 to +0.0900), beyond chance. 7 rows", "Version 1 has learnt from rows");
  }

  @Test
  void exitsWithEightWhenTheAuditIsBroken() {
    answer =
        """
        {"intact": false, "lines": 3, "head": {"position": 9, "hash": "ab"},
         "broken": {"position": 4, "reason": "The line is missing"}}
        """;

    assertThat(execute("audit", "--verify", "--head", "2:cd")).isEqualTo(8);
    assertThat(requests.getFirst()).contains("position=2", "hash=cd");
    assertThat(out.toString()).contains("broken at line 4: The line is missing.", "Head: 9:ab");
    assertThat(execute("audit", "--verify", "--head", "2")).isEqualTo(1);
  }

  @Test
  void listsVersionsWithWhatTheyAreInServiceAs() {
    answer =
        """
        {"models": [{"name": "churn", "aliases": [{"alias": "champion", "version": 2}], "versions": [
          {"version": 2, "createdAt": "2026-11-21", "metrics": {"auc": 0.8466, "liftTopDecile": 2.2}},
          {"version": 1, "createdAt": "2026-11-20", "metrics": {}}]}]}
        """;

    assertThat(execute("list")).isZero();
    assertThat(out.toString())
        .containsPattern("churn +2 +champion +0.847 +2.2 x +2026-11-21")
        .containsPattern("churn +1 +- +- +2026-11-20");
  }

  @Test
  void writesTheReportOfAVersionToAFile() throws IOException {
    answer = "<!DOCTYPE html>";
    Path file = home.resolve("card.html");

    assertThat(execute("report", "3", "--output", file.toString())).isZero();
    assertThat(requests).containsExactly("GET /v1/models/churn/versions/3/report ");
    assertThat(Files.readString(file)).isEqualTo("<!DOCTYPE html>");
    assertThat(out.toString()).contains("Version 3 of churn: " + file);
    assertThat(execute("report", "3", "--output", home.resolve("no/card.html").toString()))
        .isEqualTo(1);
  }

  @Test
  void showsTheCardOfWhatAnAliasMeans() {
    answer = "{\"version\": 3}";

    assertThat(execute("show", "shadow")).isZero();
    assertThat(requests)
        .containsExactly(
            "GET /v1/models/churn/aliases/shadow ", "GET /v1/models/churn/versions/3/card ");
  }

  @Test
  void deletesAndRestores() {
    answer = "";
    assertThat(execute("delete", "3", "--reason", "a trial")).isZero();
    answer = "{\"version\": 3}";
    assertThat(execute("restore", "3")).isZero();
    assertThat(requests)
        .containsExactly(
            "DELETE /v1/models/churn/versions/3?reason=a%20trial ",
            "POST /v1/models/churn/versions/3:restore {}");
  }

  @Test
  void saysWhyAVersionIsNotTheSameWhenItIsMadeAgain() {
    answer =
        """
        {"reproductionId": "r-1", "model": "churn", "version": 3, "status": "FINISHED",
         "verdict": "DIFFERENT",
         "reasons": [{"cause": "jdk", "detail": "java was 24 and is 25 now."}],
         "parts": [{"part": "forest.bin", "recorded": "00", "reproduced": "11", "same": false,
                    "decisive": true}]}
        """;

    assertThat(execute("reproduce", "3", "--wait")).isEqualTo(9);

    assertThat(requests.getFirst()).startsWith("POST /v1/models/churn/versions/3:reproduce");
    assertThat(requests.getLast()).startsWith("GET /v1/reproductions/r-1");
    assertThat(out.toString())
        .contains("DIFFERENT", "jdk: java was 24 and is 25 now.", "forest.bin");

    answer = answer.replace("DIFFERENT", "IMPOSSIBLE");
    assertThat(execute("reproduce", "3", "--wait")).isEqualTo(10);
    answer = answer.replace("IMPOSSIBLE", "REPRODUCED");
    assertThat(execute("reproduce", "3", "--wait")).isZero();
    answer = answer.replace("\"FINISHED\"", "\"FAILED\"");
    assertThat(execute("reproduce", "3", "--wait")).isEqualTo(7);
  }

  private int execute(String... arguments) {
    List<String> line = new ArrayList<>(List.of("model"));
    line.addAll(List.of(arguments));
    line.addAll(
        List.of(
            "--home",
            home.toString(),
            "--url",
            "http://localhost:" + registry.getAddress().getPort(),
            "--key-file",
            home.resolve("key").toString()));
    CommandLine commands = ChurnopsCommand.commandLineOf("model");
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err));
    return commands.execute(line.toArray(String[]::new));
  }
}
