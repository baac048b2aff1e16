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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands about quarantine, quality, changes and imports, against answers that a test wants.
 */
class IngestionCommandsTests {

  private static final String ITEM =
      """
      {"itemId": "i-1", "status": "OPEN", "quarantined": true, "code": "quality_rule", "rule": "positive",
       "detail": "amountMinor is below 1", "type": "order.placed", "subject": "C-1",
       "refusedAt": "2026-11-21T10:15:30.123456Z", "cut": false, "text": "{...}",
       "history": [{"action": "FIXED", "by": "ann", "at": "2026-11-21T11:00:00Z"}]}
      """;

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> requests = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final HttpServer ingestion;
  private int status = 200;

  IngestionCommandsTests() throws IOException {
    ingestion = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    ingestion.createContext(
        "/",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
          requests.add(
              "%s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                  .strip());
          byte[] body = answers.remove().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    ingestion.start();
    Files.writeString(home.resolve("key"), "secret");
  }

  @AfterEach
  void stop() {
    ingestion.stop(0);
  }

  @Test
  void listsPageAfterPageUpToALimit() {
    answers.add("{\"items\": [" + ITEM + "], \"nextCursor\": \"c-1\"}");
    answers.add("{\"items\": [" + ITEM + "], \"nextCursor\": \"c-2\"}");

    assertThat(execute("quarantine", "list", "--rule", "a&b", "--limit", "2")).isZero();

    assertThat(requests)
        .containsExactly(
            "GET /v1/quarantine?rule=a%26b&status=OPEN&limit=2",
            "GET /v1/quarantine?rule=a%26b&status=OPEN&limit=1&cursor=c-1");
    assertThat(out.toString().lines())
        .containsExactly(
            "item  refused at            verdict      type          customer  reason",
            "i-1   2026-11-21T10:15:30Z  QUARANTINED  order.placed  C-1       quality_rule (positive)",
            "i-1   2026-11-21T10:15:30Z  QUARANTINED  order.placed  C-1       quality_rule (positive)",
            "... and more: --limit, or narrow it down.");
  }

  @Test
  void showsAnEventWithItsReasonAndItsHistory() {
    answers.add(ITEM);

    assertThat(execute("quarantine", "show", "i-1")).isZero();

    assertThat(out.toString())
        .contains("quality_rule (positive): amountMinor is below 1", "FIXED by ann", "{...}");
  }

  @Test
  void fixesAnEventWithAFile() throws IOException {
    Files.writeString(home.resolve("event.json"), "{\"id\": 1}");
    answers.add(ITEM);

    assertThat(execute("quarantine", "fix", "i-1", home.resolve("event.json").toString())).isZero();
    assertThat(execute("quarantine", "fix", "i-1", home.resolve("none.json").toString()))
        .isEqualTo(1);

    assertThat(requests).containsExactly("PUT /v1/quarantine/i-1/event {\"id\": 1}");
    assertThat(err.toString()).contains("none.json cannot be read");
  }

  @Test
  void answersOneWhenAnEventIsStillInvalid() {
    answers.add(
        "{\"itemId\": \"i-1\", \"verdict\": \"REJECTED\", \"code\": \"c\", \"detail\": \"d\"}");
    assertThat(execute("quarantine", "replay", "i-1")).isEqualTo(1);
    assertThat(out.toString()).contains("REJECTED  c: d");
    answers.add("{\"itemId\": \"i-1\", \"verdict\": \"DUPLICATE\"}");
    assertThat(execute("quarantine", "replay", "i-1")).isZero();
  }

  @Test
  void replaysManyPieceAfterPieceAndSumsUp() {
    answers.add(
        "{\"accepted\": 499, \"duplicates\": 0, \"stillInvalid\": 1, \"nextCursor\": \"c-1\"}");
    answers.add("{\"accepted\": 2, \"duplicates\": 3, \"stillInvalid\": 0, \"nextCursor\": null}");

    assertThat(execute("quarantine", "replay", "--type", "t", "--reason", "r", "--json"))
        .isEqualTo(1);

    assertThat(requests.getLast())
        .startsWith("POST /v1/quarantine:replay ")
        .contains("\"type\":\"t\"", "\"cursor\":\"c-1\"", "\"reason\":\"r\"");
    assertThat(JsonMapper.shared().readTree(out.toString()))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    "{\"accepted\": 501, \"duplicates\": 3, \"stillInvalid\": 1, \"underWay\": 0}"));
  }

  @Test
  void answersOneWhenAnotherReplayHoldsSomeOfThem() {
    answers.add("{\"accepted\": 2, \"duplicates\": 0, \"stillInvalid\": 0, \"underWay\": 4}");
    assertThat(execute("quarantine", "replay", "--all")).isEqualTo(1);
    assertThat(out.toString()).contains("Passed over 4");
    answers.add("{\"discarded\": 2, \"underWay\": 5}");
    assertThat(execute("quarantine", "discard", "--all", "--reason", "a test")).isEqualTo(1);
    assertThat(out.toString()).contains("Passed over 5");
  }

  @Test
  void decidesOnNothingUnlessToldOnWhat() {
    assertThat(execute("quarantine", "replay")).isEqualTo(2);
    assertThat(execute("quarantine", "replay", "i-1", "--all")).isEqualTo(2);
    assertThat(execute("quarantine", "discard", "--all", "--code", "c", "--reason", "r"))
        .isEqualTo(2);
    assertThat(execute("quarantine", "discard", "i-1")).isEqualTo(2);
    assertThat(requests).isEmpty();
    answers.add("{\"discarded\": 7}");
    assertThat(execute("quarantine", "discard", "--all", "--reason", "a test")).isZero();
    assertThat(requests)
        .singleElement()
        .asString()
        .contains("\"all\":true", "\"reason\":\"a test\"")
        .doesNotContain("filter");
  }

  @Test
  void listsTheRulesOfTypesThatHaveSome() {
    answers.add("{\"items\": [{\"type\": \"a.b\"}, {\"type\": \"c.d\"}]}");
    answers.add("{\"type\": \"a.b\", \"version\": 0, \"rules\": []}");
    answers.add(
        """
        {"type": "c.d", "version": 2, "rules": [
          {"name": "r1", "field": "x", "range": {"min": 1, "max": 5}, "action": "quarantine"},
          {"name": "r2", "field": "y", "required": true, "action": "warn"},
          {"name": "r3", "freshness": {"within": "2h"}}]}
        """);

    assertThat(execute("quality", "list")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "type  rule  field  expects              action",
            "c.d   r1    x      range min 1, max 5   quarantine",
            "c.d   r2    y      required             warn",
            "c.d   r3    -      freshness within 2h  warn");
  }

  @Test
  void answersFiveWhenEventsDoNotArriveAsExpected() {
    String expectation =
        "{\"type\": \"a.b\", \"version\": 1, \"expectations\": ["
            + "{\"rule\": \"alive\", \"state\": \"%s\", \"detail\": \"no event came yet\"}]}";
    answers.add(expectation.formatted("MET"));
    assertThat(execute("quality", "status", "a.b")).isZero();
    answers.add(expectation.formatted("BROKEN"));
    assertThat(execute("quality", "status", "a.b")).isEqualTo(5);
    assertThat(out.toString()).contains("BROKEN  no event came yet");
    assertThat(requests.getLast()).isEqualTo("GET /v1/event-types/a.b/quality-status");
  }

  @Test
  void setsTheRulesOfATypeOrSaysWhyNot() throws IOException {
    Files.writeString(home.resolve("rules.yaml"), "rules: []");
    answers.add("{\"type\": \"a.b\", \"version\": 3, \"rules\": []}");
    String file = home.resolve("rules.yaml").toString();
    assertThat(execute("quality", "apply", "a.b", file)).isZero();
    assertThat(requests).containsExactly("PUT /v1/event-types/a.b/quality-rules rules: []");
    assertThat(out.toString()).contains("version 3");
    status = 422;
    answers.add("{\"status\": 422, \"detail\": \"These rules cannot be followed: r1\"}");
    assertThat(execute("quality", "apply", "a.b", file)).isEqualTo(1);
    assertThat(err.toString()).contains("cannot be followed: r1");
  }

  @Test
  void showsLagPositionAndTheLastErrorOfChanges() {
    answers.add("{\"items\": [{\"name\": \"shop\"}]}");
    answers.add(
        """
        {"name": "shop", "version": 1, "seenAt": "2026-11-21T10:00:00Z", "lagRecords": 1200, "lagSeconds": 3.25,
         "partitions": [{"topic": "cdc.shop", "partition": 0, "position": 1, "end": 1201}],
         "lastChangeAt": "2026-11-21T09:59:00Z", "lastPosition": "4711", "trouble": "Postgres is away",
         "lastError": {"code": "malformed_json", "detail": "No JSON.", "topic": "cdc.shop", "partition": 0,
                       "offset": 7, "at": "2026-11-21T09:00:00Z"}}
        """);

    assertThat(execute("changes", "status")).isZero();

    assertThat(out.toString())
        .contains(
            "shop     1,200    3.3 s  2026-11-21T09:59:00Z  4711",
            "shop: tries again: Postgres is away",
            "shop: last error: malformed_json at 2026-11-21T09:00:00Z (cdc.shop, partition 0, offset 7)");
  }

  @Test
  void importsAFileElsewhere() throws IOException {
    Files.writeString(home.resolve("orders.csv"), "id;amount\n");
    Files.writeString(home.resolve("orders.yaml"), "import: orders");
    answers.add("{\"importId\": \"i-1\", \"status\": \"QUEUED\"}");
    answers.add("{\"status\": \"RUNNING\", \"progress\": {}}");
    answers.add(
        """
        {"status": "COMPLETE", "knownTime": "event_time",
         "progress": {"published": {"order.placed": 7}, "file": {"rowsRead": 7}}}
        """);
    String file = home.resolve("orders.csv").toString();
    String mapping = home.resolve("orders.yaml").toString();

    assertThat(execute("import", file, "--mapping", mapping)).isZero();

    assertThat(requests.getFirst())
        .startsWith("POST /v1/imports ")
        .contains("name=\"mapping\"", "import: orders", "name=\"file\"", "id;amount\n");
    assertThat(requests.subList(1, 3)).containsOnly("GET /v1/imports/i-1");
    assertThat(keys).containsOnly("Bearer secret");
    assertThat(out.toString()).contains("imported  {\"order.placed\":7}");

    answers.add("{\"publishable\": 6, \"events\": [], \"file\": {}, \"wholeFile\": true}");
    assertThat(execute("import", file, "--mapping", mapping, "--dry-run")).isZero();
    assertThat(requests.getLast()).startsWith("POST /v1/imports:dryRun ");
    assertThat(out.toString()).contains("Would publish 6");
  }

  @Test
  void answersFiveWhenNothingOfAFileIsAccepted() throws IOException {
    Files.writeString(home.resolve("orders.csv"), "id;amount\n");
    Files.writeString(home.resolve("orders.yaml"), "import: orders");
    String[] command = {
      "import",
      home.resolve("orders.csv").toString(),
      "--mapping",
      home.resolve("orders.yaml").toString()
    };
    String rejected =
        """
        {"rowsRead": 2, "rows": {}, "rejected": [{"code": "malformed_json", "count": 2, "sampleLines": [1]}]}\
        """;
    String complete =
        """
        {"status": "COMPLETE", "knownTime": "event_time", "progress":
         {"published": %s, "duplicates": %d, "refused": %s, "file": %s}}\
        """;

    assertThat(imported(command, complete.formatted("{}", 0, "{}", rejected))).isEqualTo(5);
    assertThat(out.toString())
        .contains("nothing imported", "rejected 2 rows: malformed_json", "/v1/imports/i-1/rejected")
        .doesNotContain("imported  {}");
    assertThat(imported(command, complete.formatted("{}", 0, "{\"time_in_future\": 1}", "{}")))
        .isEqualTo(5);
    assertThat(imported(command, complete.formatted("{\"order.placed\": 1}", 0, "{}", rejected)))
        .isZero();
    assertThat(imported(command, complete.formatted("{}", 7, "{}", rejected))).isZero();
    assertThat(imported(command, complete.formatted("{}", 0, "{}", "{\"rowsRead\": 0}"))).isZero();
  }

  private int imported(String[] command, String report) {
    answers.add("{\"importId\": \"i-1\", \"status\": \"QUEUED\"}");
    answers.add(report);
    return execute(command);
  }

  @Test
  void answersFiveWhenADryRunFindsNothingToAccept() throws IOException {
    Files.writeString(home.resolve("orders.csv"), "id;amount\n");
    Files.writeString(home.resolve("orders.yaml"), "import: orders");
    String[] command = {
      "import",
      home.resolve("orders.csv").toString(),
      "--mapping",
      home.resolve("orders.yaml").toString(),
      "--dry-run"
    };
    String preview =
        "{\"publishable\": {}, \"file\": {\"rejected\": [{\"code\": \"malformed_json\"}]},"
            + " \"wholeFile\": %s}";

    answers.add(preview.formatted(true));
    assertThat(execute(command)).isEqualTo(5);
    answers.add(preview.formatted(false));
    assertThat(execute(command)).isZero();
  }

  @Test
  void saysWhyAFileIsNotImported() throws IOException {
    Files.writeString(home.resolve("orders.csv"), "id;amount\n");
    Files.writeString(home.resolve("orders.yaml"), "import: orders");
    String file = home.resolve("orders.csv").toString();
    String mapping = home.resolve("orders.yaml").toString();
    status = 422;
    answers.add("{\"status\": 422, \"detail\": \"The mapping has no events\"}");

    assertThat(execute("import", file, "--mapping", mapping)).isEqualTo(1);
    assertThat(execute("import", file + ".none", "--mapping", mapping)).isEqualTo(1);
    assertThat(execute("import", file, "--mapping", mapping + ".none")).isEqualTo(1);

    ingestion.stop(0);
    assertThat(execute("import", file, "--mapping", mapping)).isEqualTo(1);

    assertThat(requests).hasSize(1);
    assertThat(err.toString())
        .contains("The mapping has no events", "no readable file", "no readable mapping")
        .contains("gives no answer", "churnops status --home " + home);
  }

  private int execute(String... arguments) {
    CommandLine line = ChurnopsCommand.commandLineOf(arguments);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--home",
            home.toString(),
            "--url",
            "http://localhost:" + ingestion.getAddress().getPort(),
            "--key-file",
            home.resolve("key").toString()));
    return line.execute(all.toArray(String[]::new));
  }
}
