package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
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
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** The commands, against a training-service that answers what a test wants. */
class TrainAndRunCommandsTests {

  private static final String QUEUED = "{\"runId\": \"r1\", \"status\": \"QUEUED\"}";
  private static final String AWAY = "{\"detail\": \"It is being deployed.\"}";
  private static final String GROWING =
      """
      {"runId": "r1", "status": "RUNNING", "progress": {"phase": "GROWING", "grownTrees": 120,
       "askedTrees": 400, "secondsLeft": 11.2}}
      """;
  private static final String FINISHED =
      """
      {"runId": "r1", "status": "FINISHED", "model": "churn", "modelVersion": 4,
       "metrics": {"auc": 0.8466, "rows": 934}, "cost": {"wallSeconds": 12.34},
       "promotion": {"reason": "There was no champion."}}
      """;
  private static final String FAILED =
      """
      {"runId": "r1", "status": "FAILED", "error": {"code": "one_class", "detail": "All stayed"}}
      """;
  private static final String CANCELLED =
      """
      {"runId": "r1", "status": "CANCELLED", "cancelledBy": "ann", "finishedAt": "2026-11-21"}
      """;
  private static final String TOLD =
      """
      {"runId": "r1", "name": "churn", "userId": "ann", "training": true, "status": "RUNNING",
       "startMs": 0, "endMs": 1500, "params": {"trees": "200"}, "tags": {"team": "crm"},
       "metrics": [{"key": "auc", "value": 0.8466}, {"key": "odd", "value": "NaN"}]}
      """;

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> requests = new ArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final HttpServer service;

  TrainAndRunCommandsTests() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    service.createContext(
        "/",
        exchange -> {
          requests.add(
              "%s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      URLDecoder.decode(
                          exchange.getRequestURI().toString(), StandardCharsets.UTF_8),
                      exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                      new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          String answer = answers.remove();
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.equals(AWAY) ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
    Files.writeString(home.resolve("key"), "secret\n");
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  @Test
  void countsFoldsWhereNoTreesGrow() {
    String folding =
        """
        {"status": "RUNNING", "progress": {"phase": "GROWING", "grownTrees": 0, "askedTrees": 0,
         "fittedFolds": 3, "askedFolds": 15}}
        """;

    assertThat(RunProgressText.of(JsonMapper.shared().readTree(folding)))
        .isEqualTo("Fits folds: 3 of 15.");
  }

  @Test
  void uploadsForestsAndAsksForTheirParameters(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("forest.part"), "trees");
    answers.addAll(
        List.of(
            """
            {"forestId": "f1", "nodes": 1234,
             "parameters": {"algorithm": "forest", "trees": 500, "maxDepth": 12,
               "minLeafSize": 20, "featureFraction": 0.2, "seed": 42}}
            """,
            QUEUED,
            QUEUED));

    assertThat(execute("train", "d1", "--forest", file.toString(), "--parameter", "minLeafSize=9"))
        .as(err.toString())
        .isZero();

    assertThat(requests.getFirst()).isEqualTo("POST /v1/forests null trees");
    assertThat(out.toString()).contains("Forest f1: 500 trees, 1,234 nodes.");
    String body = requests.get(1).substring("POST /v1/training-runs null ".length());
    assertThat(JsonMapper.shared().readTree(body))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"model": "churn", "datasetId": "d1", "promote": "never",
                     "parameters": {"trees": 500, "maxDepth": 12, "minLeafSize": 9,
                       "featureFraction": 0.2, "seed": 42, "missing": "low"},
                     "forests": ["f1"]}
                    """));
  }

  @Test
  void saysWhichForestIsNotThere(@TempDir Path folder) {
    Path missing = folder.resolve("none.part");

    assertThat(execute("train", "d1", "--forest", missing.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("There is no file " + missing);
    assertThat(requests).isEmpty();
  }

  @Test
  void asksForWeightsTimeSplitAndSegments() {
    answers.addAll(List.of(QUEUED, QUEUED));

    assertThat(
            execute(
                "train",
                "d1",
                "--parameter",
                "trees=50",
                "--parameter",
                "missing=low",
                "--half-life",
                "90",
                "--churned-weight",
                "2.5",
                "--splitting",
                "exact",
                "--time-budget",
                "600",
                "--folds",
                "5",
                "--segments",
                "country,plan"))
        .isZero();

    String body = requests.getFirst().substring("POST /v1/training-runs null ".length());
    assertThat(JsonMapper.shared().readTree(body))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"model": "churn", "datasetId": "d1", "promote": "never",
                     "parameters": {"trees": 50, "missing": "low", "splitting": "exact",
                       "timeBudgetSeconds": 600, "rowWeights": {"halfLifeDays": 90.0, "churned": 2.5}},
                     "segments": ["country", "plan"],
                     "split": {"method": "k-fold", "folds": 5}}
                    """));
  }

  @Test
  void saysHowLikelyCustomersLeaveAndWhy() {
    answers.add(
        """
        {"predictions": [
          {"customerId": "C-1", "status": "SCORED", "churnProbability": 0.8734, "riskBand": "HIGH",
           "decision": "CHURN", "modelName": "churn", "modelVersion": 3,
           "degraded": ["online-state-missing"],
           "reasons": [{"text": "recency is 110, as is usual; it raises the risk"}]},
          {"customerId": "C-2", "status": "UNKNOWN_CUSTOMER"}]}
        """);

    assertThat(execute("score", "C-1", "C-2")).as("one has no score").isEqualTo(1);

    assertThat(JsonMapper.shared().readTree(requests.getFirst().split(" null ", 2)[1]))
        .isEqualTo(
            JsonMapper.shared()
                .readTree("{\"customers\": [\"C-1\", \"C-2\"], \"include\": [\"reasons\"]}"));
    assertThat(out.toString().lines())
        .containsExactly(
            "C-1: 87.3 % likely to churn (HIGH), CHURN by churn version 3",
            "  recency is 110, as is usual; it raises the risk",
            "  online-state-missing",
            "C-2: UNKNOWN_CUSTOMER");
  }

  @Test
  void asksForCutoffsToTestAndToValidate() {
    answers.addAll(List.of(QUEUED, QUEUED));

    assertThat(execute("train", "d1", "--test-cutoffs", "2", "--validation-cutoffs", "3")).isZero();

    assertThat(requests.getFirst())
        .endsWith("\"split\":{\"testCutoffs\":2,\"validationCutoffs\":3}}");
  }

  @Test
  void searchesAsAskedAndShowsTheTrialsBestFirst() {
    answers.addAll(
        List.of(
            QUEUED,
            "{\"runId\": \"r1\", \"status\": \"RUNNING\", \"progress\": {\"phase\": \"SEARCHING\","
                + " \"triedTrials\": 3, \"askedTrials\": 31}}",
            FINISHED,
            "{\"runId\": \"r1\", \"request\": {\"search\": {\"objective\": \"brier\"}}}",
            """
            {"items": [
              {"number": 0, "status": "FINISHED", "objective": 0.14, "best": false,
               "parameters": {"maxDepth": 7}, "rungs": [{"fraction": 1}]},
              {"number": 1, "status": "PRUNED", "objective": 0.12, "best": false,
               "parameters": {"maxDepth": 3}, "rungs": [{"fraction": 0.3333}]},
              {"number": 2, "status": "FINISHED", "objective": 0.13, "best": true,
               "parameters": {"maxDepth": 5}, "rungs": [{"fraction": 0.3333}, {"fraction": 1}]},
              {"number": 3, "status": "FAILED", "error": "too few rows", "best": false,
               "parameters": {"maxDepth": 9}, "rungs": []}], "nextCursor": null}
            """));

    assertThat(
            execute(
                "search",
                "d1",
                "--algorithm",
                "forest",
                "--range",
                "maxDepth=3..12",
                "--range",
                "minLeafSize=5..100:log:4",
                "--range",
                "trees=100|200",
                "--objective",
                "brier",
                "--halving",
                "trees:2",
                "--time-budget",
                "60",
                "--wait"))
        .as(err.toString())
        .isZero();
    var body = JsonMapper.shared().readTree(requests.getFirst().split(" ", 4)[3]);
    assertThat(body.path("algorithm").asString()).isEqualTo("forest");
    assertThat(body.path("search").toString())
        .isEqualTo(
            """
            {"method":"bayesian","objective":"brier","timeBudgetSeconds":60,\
            "halving":{"by":"trees","factor":2},"ranges":{"maxDepth":{"from":3.0,"to":12.0},\
            "minLeafSize":{"from":5.0,"to":100.0,"logarithmic":true,"steps":4},\
            "trees":{"values":[100.0,200.0]}}}\
            """);
    assertThat(out.toString()).contains("Searches for parameters: 3 of at most 31 trials.");
    assertThat(out.toString().lines().filter(line -> line.contains("FINISHED ")).toList())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("2 (best)").contains("0.1300"),
            second -> assertThat(second).startsWith("defaults").contains("0.1400"));
    assertThat(out.toString().lines().toList())
        .anySatisfy(line -> assertThat(line).contains("PRUNED", "33 %", "0.1200"))
        .anySatisfy(line -> assertThat(line).contains("FAILED", "too few rows"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxDepth=3", "maxDepth=3..", "maxDepth=a..b", "maxDepth=3..9:lin"})
  void refusesARangeItCannotRead(String range) {
    answers.add(QUEUED);
    answers.add(QUEUED);
    boolean readable = range.equals("maxDepth=3");

    assertThat(execute("search", "d1", "--range", range)).isEqualTo(readable ? 0 : 1);
    assertThat(err.toString().contains("FROM..TO")).isEqualTo(!readable);
  }

  @Test
  void trainsAsAskedAndTellsHowFarItIs() {
    answers.addAll(List.of(QUEUED, QUEUED, GROWING, FINISHED));

    assertThat(
            execute(
                "train",
                "d1",
                "--model",
                "telco",
                "--label",
                "left",
                "--promote",
                "if_better",
                "--threshold-rule",
                "precision=0.6",
                "--parameter",
                "trees=300",
                "--parameter",
                "splitting=EXACT",
                "--tag",
                "team=crm",
                "--key",
                "k1",
                "--wait"))
        .as(err.toString())
        .isZero();

    assertThat(requests.getFirst())
        .isEqualTo(
            "POST /v1/training-runs k1 {\"model\":\"telco\",\"datasetId\":\"d1\",\"promote\":"
                + "\"if_better\",\"label\":\"left\",\"threshold\":{\"precision\":0.6},"
                + "\"parameters\":{\"trees\":300,\"splitting\":\"EXACT\"},"
                + "\"tags\":{\"team\":\"crm\"}}");
    assertThat(out.toString().lines())
        .containsExactly(
            "Waits for its turn.",
            "Grows trees: 120 of 400, 12 s left.",
            "Version 4 of churn: AUC 0.847 on 934 rows it had not seen, 12.3 s. There was no"
                + " champion.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "search"})
  void waitsForAServiceThatIsAwayForAMoment(String command) {
    answers.addAll(List.of(QUEUED, AWAY, GROWING, AWAY, FINISHED));
    answers.addAll(List.of(FINISHED, "{\"items\": [], \"nextCursor\": null}"));
    List<String> words = new ArrayList<>(List.of(command, "d1", "--wait"));
    if (command.equals("search")) {
      words.addAll(List.of("--range", "maxDepth=3..9"));
    }

    assertThat(execute(words.toArray(String[]::new))).as(err.toString()).isZero();
    assertThat(out.toString()).contains("Grows trees: 120 of 400", "Version 4 of churn");
  }

  @Test
  void exitsByHowARunEnds() {
    answers.addAll(List.of(QUEUED, FAILED));
    assertThat(execute("train", "d1", "--wait")).isEqualTo(1);
    assertThat(err.toString()).contains("one_class: All stayed");

    answers.addAll(List.of(QUEUED, CANCELLED));
    assertThat(execute("train", "d1", "--wait")).isEqualTo(9);
    assertThat(out.toString()).contains("Cancelled by ann at 2026-11-21.");

    answers.addAll(List.of(QUEUED, QUEUED));
    assertThat(execute("train", "d1")).isZero();
    assertThat(out.toString()).contains("Follow it: churnops run show r1");
  }

  @Test
  void sendsTheCostsOfACampaign() {
    answers.addAll(List.of(QUEUED, QUEUED));

    String costs = "contactCost=1,incentiveCost=10,acceptanceRate=0.3,customerValue=200";
    assertThat(execute("train", "d1", "--threshold-rule", "profit", "--costs", costs)).isZero();

    assertThat(requests.getFirst())
        .contains(
            "\"threshold\":{\"costs\":{\"contactCost\":1.0,\"incentiveCost\":10.0,"
                + "\"acceptanceRate\":0.3,\"customerValue\":200.0}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--threshold-rule profit",
        "--threshold-rule luck",
        "--costs contactCost=1",
        "--threshold-rule f1 --costs contactCost=1"
      })
  void asksNothingThatMakesNoSense(String options) {
    List<String> words = new ArrayList<>(List.of("train", "d1"));
    words.addAll(List.of(options.split(" ")));

    assertThat(execute(words.toArray(String[]::new))).isEqualTo(1);
    assertThat(requests).isEmpty();
  }

  @Test
  void listsTheRunsThatFit() {
    answers.add("{\"items\": [%s], \"nextCursor\": \"c\"}".formatted(TOLD));

    assertThat(
            execute(
                "run",
                "list",
                "--model",
                "o'neill",
                "--status",
                "finished",
                "--filter",
                "metrics.auc > 0.8",
                "--order-by",
                "metrics.auc DESC",
                "--limit",
                "1"))
        .isZero();

    assertThat(requests.getFirst())
        .contains(
            "filter=attributes.run_name = 'o''neill' AND attributes.status = 'FINISHED' AND"
                + " metrics.auc > 0.8&orderBy=metrics.auc DESC&limit=1");
    assertThat(out.toString())
        .containsPattern("r1 +churn +RUNNING +1970-01-01T00:00:00Z +1.5 +0.8466")
        .contains("There are more");
  }

  @Test
  void showsWhatARunTold() {
    answers.addAll(List.of(TOLD, GROWING));
    assertThat(execute("run", "show", "r1")).isZero();
    assertThat(out.toString())
        .contains("Grows trees: 120 of 400, 12 s left.")
        .containsPattern("parameter +trees +200")
        .containsPattern("metric +odd +NaN")
        .containsPattern("tag +team +crm");
  }

  @Test
  void answersScriptsWithOneDocument() {
    answers.addAll(List.of(QUEUED, GROWING, FINISHED));
    assertThat(execute("train", "d1", "--wait", "--json")).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).path("modelVersion").asInt())
        .isEqualTo(4);
  }

  @Test
  void comparesRunsSideBySide() {
    answers.add(
        """
        {"runs": ["r1", "r2"], "params": [{"key": "trees", "values": ["200", null]}],
         "metrics": [{"key": "auc", "values": [0.8466, 0.8]}], "tags": []}
        """);
    assertThat(execute("run", "compare", "r1", "r2")).isZero();
    assertThat(requests.getFirst()).contains("/v1/runs:compare?run=r1&run=r2");
    assertThat(out.toString())
        .containsPattern("parameter +trees +200 +-")
        .containsPattern("metric +auc +0.8466 +0.8000");
  }

  @Test
  void cancelsARun() {
    answers.add(CANCELLED);
    assertThat(execute("run", "cancel", "r1")).isZero();
    assertThat(requests.getFirst()).startsWith("POST /v1/training-runs/r1:cancel ");
    assertThat(out.toString()).contains("Cancelled by ann");
  }

  private int execute(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--url",
            "http://localhost:" + service.getAddress().getPort(),
            "--key-file",
            home.resolve("key").toString()));
    CommandLine line = ChurnopsCommand.commandLineOf(arguments);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }
}
