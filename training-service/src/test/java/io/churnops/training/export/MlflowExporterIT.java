package io.churnops.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.TestServers;
import io.churnops.training.RunningService;
import io.churnops.training.audit.AuditTrail;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.export.ReceivingMlflow.Fault;
import io.churnops.training.tracking.Experiments;
import io.churnops.training.tracking.TrackedRuns;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An MLflow server hears of everything once, whatever fails on the way. */
class MlflowExporterIT extends RunningService {

  private static final String PREFIX = "mirror-";
  private static final Duration LOOK = Duration.ofMillis(50);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final String model = unique("told").substring(0, 30);

  @Autowired private DataSource database;
  @Autowired private JdbcClient jdbc;
  @Autowired private JsonMapper json;
  @Autowired private Experiments experiments;
  @Autowired private TrackedRuns runs;
  @Autowired private InstantSource clock;
  @Autowired private AuditTrail audit;
  @Autowired private ObjectProvider<MlflowExporter> configured;
  @TempDir private Path folder;

  private MlflowClient client = new MlflowClient("http://localhost:1");
  private ReceivingMlflow receiver;

  @Autowired
  MlflowExporterIT() throws IOException {
    receiver = new ReceivingMlflow("http://localhost:1");
  }

  @BeforeEach
  void connect() throws IOException {
    String root = "http://localhost:" + request("/").build().uri().getPort();
    receiver.close();
    receiver = new ReceivingMlflow(root);
    client.close();
    client = new MlflowClient(new BasicMlflowHostCreds(root, TestServers.adminKey()));
    // What other tests trained is not told here.
    jdbc.sql(
            """
            insert into mlflow_told (receiver, kind, subject, face, told_at)
            select ?, 'RUN', run_id, 'told', now() from tracked_run\
            """)
        .param(receiver.url())
        .update();
  }

  @AfterEach
  void close() {
    client.close();
    receiver.close();
    meters.close();
    jdbc.sql("delete from mlflow_told").update();
  }

  private MlflowExporter exporter(String tokenFile, String user, String passwordFile) {
    return exporter(settings(PREFIX, tokenFile, user, passwordFile));
  }

  private MlflowExporter exporter(MlflowExportSettings settings) {
    MlflowExporter exporter =
        new MlflowExportConfiguration()
            .mlflowExporter(
                settings, export(settings), database, jdbc, json, experiments, runs, meters, clock);
    exporter.start();
    return exporter;
  }

  private MlflowExport export(MlflowExportSettings settings) {
    return new MlflowExport(settings, jdbc, json, audit, clock);
  }

  private MlflowExport export() {
    return export(settings(PREFIX, "", "", ""));
  }

  private MlflowExportSettings settings(
      String prefix, String tokenFile, String user, String passwordFile) {
    return new MlflowExportSettings(
        receiver.url() + "/",
        tokenFile,
        user,
        passwordFile,
        prefix,
        Duration.ofSeconds(3),
        LOOK,
        LOOK.multipliedBy(2));
  }

  private MlflowExporter exporter() {
    return exporter("", "", "");
  }

  private String alias(String prefix) {
    return String.valueOf(receiver.alias(prefix + model, "champion"));
  }

  private double count(String what) {
    return meters.get("churnops.mlflow.export." + what).gauge().value();
  }

  private int trained() {
    return train(model, FEATURES.offer(ShopDataset.of(datasetId(), 120, 3, 30, 1)), "always");
  }

  private String runOf(int version) {
    return get("/v1/models/" + model + "/versions/" + version).json().get("runId").asString();
  }

  /** The runs there that were made of a run here. */
  private List<Run> exported(String runId) {
    Experiment there = client.getExperimentByName(PREFIX + experimentOf(runId)).orElseThrow();
    return client
        .searchRuns(
            List.of(there.getExperimentId()),
            "tags.`churnops.runId` = '" + runId + "'",
            ViewType.ALL,
            10)
        .getItems();
  }

  private String experimentOf(String runId) {
    return client.getExperiment(client.getRun(runId).getInfo().getExperimentId()).getName();
  }

  @Test
  void isOffUnlessAServerIsNamed() {
    assertThat(configured.stream()).isEmpty();
    assertThat(get("/v1/mlflow-export").json().path("server").asString()).isEmpty();
    assertThat(get("/v1/mlflow-export/untaken").json().path("items")).isEmpty();
    for (String act : List.of("retry", "restart")) {
      Answer refused = post("/v1/mlflow-export:" + act, "");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().path("type").asString()).endsWith("/no-mlflow-server");
    }
  }

  @Test
  void tellsEverythingOnceThoughRequestsAndAnswersAreLost() {
    String runId = runOf(trained());
    receiver.fail("experiments/create", Fault.AWAY, Fault.LOST);
    receiver.fail("runs/create", Fault.TOO_MANY, Fault.LOST);
    receiver.fail("runs/log-batch", Fault.BROKEN, Fault.LOST, Fault.REDIRECTED, Fault.LOST);
    receiver.fail("runs/update", Fault.SILENT, Fault.LOST);
    receiver.fail("registered-models/create", Fault.FORBIDDEN, Fault.LOST);
    receiver.fail("model-versions/create", Fault.AWAY, Fault.LOST);
    receiver.fail("registered-models/alias", Fault.LOST);
    try (MlflowExporter _ = exporter()) {
      await("the alias is told of")
          .until(() -> "1".equals(receiver.alias(PREFIX + model, "champion")));
      await("every answer was heard").until(() -> untold() == 0);
    }

    assertThat(receiver.hasFaultsLeft()).isFalse();
    assertThat(receiver.requests()).doesNotContain("/elsewhere");
    Run ours = client.getRun(runId);
    assertThat(exported(runId))
        .singleElement()
        .satisfies(theirs -> {
          assertThat(theirs.getInfo().getStatus()).isEqualTo(ours.getInfo().getStatus());
          assertThat(theirs.getInfo().getStartTime()).isEqualTo(ours.getInfo().getStartTime());
          assertThat(theirs.getInfo().getEndTime()).isEqualTo(ours.getInfo().getEndTime());
          assertThat(theirs.getData().getParamsList()).isEqualTo(ours.getData().getParamsList());
          assertThat(theirs.getData().getTagsList()).containsAll(ours.getData().getTagsList());
          assertThat(theirs.getData().getMetricsList())
              .hasSizeGreaterThan(5)
              .isEqualTo(ours.getData().getMetricsList());
          ours.getData()
              .getMetricsList()
              .forEach(metric ->
                  assertThat(client.getMetricHistory(theirs.getInfo().getRunId(), metric.getKey()))
                      .isEqualTo(client.getMetricHistory(runId, metric.getKey())));
          assertThat(receiver.versions(PREFIX + model))
              .singleElement()
              .satisfies(version -> {
                assertThat(version.path("run_id").asString())
                    .isEqualTo(theirs.getInfo().getRunId());
                assertThat(tags(version))
                    .contains(tuple("churnops.version", "1"), tuple("churnops.status", "READY"));
              });
        });
  }

  private long untold() {
    return export().view().waiting();
  }

  private static Stream<Tuple> tags(JsonNode version) {
    return version
        .path("tags")
        .valueStream()
        .map(tag -> tuple(tag.path("key").asString(), tag.path("value").asString()));
  }

  @Test
  void tellsOfWhatChangesLaterAndNothingTwice() {
    String runId = runOf(trained());
    try (MlflowExporter _ = exporter()) {
      await("all is told").until(() -> untold() == 0);
    }
    long created = receiver.count("runs/create");
    try (MlflowExporter _ = exporter()) {
      client.setTag(runId, "campaign", "spring");
      put("/v1/models/" + model + "/aliases/shadow", "{\"version\": 1, \"reason\": \"try\"}");
      patch("/v1/models/" + model + "/versions/1", "{\"description\": \"The first\"}");
      await("the alias is told of")
          .until(() -> "1".equals(receiver.alias(PREFIX + model, "shadow")));
      await("the description is told of")
          .until(() ->
              receiver.versions(PREFIX + model).stream()
                  .anyMatch(version -> version.path("description").asString().equals("The first")));
      await("the tag is told of")
          .until(() ->
              exported(runId).getFirst().getData().getTagsList().stream()
                  .anyMatch(tag -> tag.getKey().equals("campaign")));
      send(request("/v1/models/" + model + "/aliases/shadow?reason=tried").DELETE());
      await("the alias is gone").until(() -> receiver.alias(PREFIX + model, "shadow") == null);
    }
    assertThat(receiver.count("runs/create")).isEqualTo(created);
    assertThat(exported(runId)).hasSize(1);
    assertThat(receiver.versions(PREFIX + model)).hasSize(1);
  }

  private void patch(String path, String body) {
    Answer answer = send(request(path).method("PATCH", BodyPublishers.ofString(body)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void passesOverWhatIsRefusedUntilTheNextStart() {
    String refused = runOf(trained());
    String taken = runOf(trained());
    receiver.failAllWith(Fault.REFUSED, refused);
    try (MlflowExporter _ = exporter()) {
      await("the other is told of").until(() -> receiver.versions(PREFIX + model).size() == 1);
      await("nothing waits").until(() -> count("waiting") == 0 && count("refused") == 1);
    }
    assertThat(exported(taken)).hasSize(1);
    assertThat(exported(refused)).isEmpty();
    assertThat(export().untaken("", 10))
        .singleElement()
        .satisfies(run -> {
          assertThat(run.subject()).isEqualTo(refused);
          assertThat(run.refused()).isTrue();
          assertThat(run.reason()).contains("400", "INVALID_PARAMETER_VALUE", "as told to");
        });

    receiver.failAllWith(Fault.REFUSED);
    try (MlflowExporter _ = exporter()) {
      await("it is told of").until(() -> receiver.versions(PREFIX + model).size() == 2);
    }
    assertThat(exported(refused)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"BROKEN", "FORBIDDEN"})
  void holdsUpNothingForWhatTheServerFailsAt(Fault way) {
    String first = runOf(trained());
    String second = runOf(trained());
    String taken = runOf(trained());
    receiver.failAllWith(way, first, second);
    try (MlflowExporter _ = exporter()) {
      await("the other is told of").until(() -> !exported(taken).isEmpty());
      await("both wait")
          .untilAsserted(() ->
              assertThat(untaken())
                  .satisfiesExactlyInAnyOrder(
                      run -> assertPutOff(run, first), run -> assertPutOff(run, second)));

      receiver.failAllWith(way);
      await("all is told").until(() -> untold() == 0);
    }
    assertThat(receiver.versions(PREFIX + model)).hasSize(3);
    assertThat(export().untaken("", 10)).isEmpty();
  }

  /** Page after page. */
  private List<Untaken> untaken() {
    List<Untaken> first = export().untaken("", 1);
    return Stream.concat(
            first.stream(),
            first.stream().flatMap(one -> export().untaken(one.name(), 10).stream()))
        .toList();
  }

  private static void assertPutOff(Untaken run, String subject) {
    assertThat(run.subject()).isEqualTo(subject);
    assertThat(run.refused()).isFalse();
    assertThat(run.reason()).contains("as told to");
    assertThat(run.againAt()).isNotNull();
  }

  @Test
  void takesAnAliasAwayFromWhereItIsNoLonger() {
    trained();
    try (MlflowExporter _ = exporter()) {
      await("all is told").until(() -> untold() == 0);
    }
    assertThat(alias(PREFIX)).isEqualTo("1");
    receiver.failAllWith(Fault.REFUSED, runOf(trained()));
    try (MlflowExporter _ = exporter()) {
      await("the alias is gone").until(() -> receiver.alias(PREFIX + model, "champion") == null);
      await("nothing waits").until(() -> untold() == 0);

      receiver.failAllWith(Fault.REFUSED);
      assertThat(export().retry("ali").refused()).isZero();
      await("the alias follows").until(() -> alias(PREFIX).equals("2"));
    }
    JsonNode line = get("/v1/audit?action=mlflow-export.retried").json().path("items").get(0);
    assertThat(line.path("actor").asString()).isEqualTo("ali");
    assertThat(line.path("subject").asString()).isEqualTo(receiver.url());
  }

  @Test
  void tellsAServerThatWasEmptiedOfEverythingAnew() {
    String runId = runOf(trained());
    List<String> ofOthers =
        jdbc.sql(
                """
                update tracked_run set training = false where training and run_id <> ?
                returning run_id\
                """)
            .param(runId)
            .query((row, _) -> row.getString("run_id"))
            .list();
    try {
      tellAServerThatWasEmptied(runId);
    } finally {
      for (String other : ofOthers) {
        jdbc.sql("update tracked_run set training = true where run_id = ?").param(other).update();
      }
    }
  }

  private void tellAServerThatWasEmptied(String runId) {
    try (MlflowExporter _ = exporter()) {
      await("all is told").until(() -> untold() == 0);
    }
    // Below another prefix there is nothing.
    var emptied = settings("again-", "", "", "");
    try (MlflowExporter _ = exporter(emptied)) {
      export(emptied).restart("ali");
      await("all is told anew").until(() -> untold() == 0 && alias("again-").equals("1"));
      assertThat(receiver.versions("again-" + model)).hasSize(1);

      long created = receiver.count("runs/create");
      export(emptied).restart("ali");
      await("all is told once more").until(() -> untold() == 0);
      assertThat(receiver.count("runs/create")).as("what is there is found").isEqualTo(created);
    }
    assertThat(receiver.versions("again-" + model))
        .singleElement()
        .satisfies(version -> assertThat(tags(version)).contains(tuple("churnops.version", "1")));
    assertThat(exported(runId)).hasSize(1);
  }

  @Test
  void waitsForCredentialsThatAreRightAndReadsThemAnew() throws IOException {
    Path token = folder.resolve("token");
    String runId = runOf(trained());
    try (MlflowExporter _ = exporter(token.toString(), "", "")) {
      await("it waits").until(() -> count("stuck") > 0);
      assertThat(receiver.requests()).isEmpty();
      Files.writeString(token, "secret\n");
      await("all is told").until(() -> untold() == 0);
    }
    assertThat(receiver.authorizations()).containsOnly("Bearer secret");
    assertThat(exported(runId)).hasSize(1);
  }

  @Test
  void tellsWithNameAndPassword() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "open sesame\n");
    trained();
    try (MlflowExporter _ = exporter("", "ali", password.toString())) {
      await("all is told").until(() -> untold() == 0);
    }
    assertThat(receiver.authorizations()).containsOnly("Basic YWxpOm9wZW4gc2VzYW1l");
  }
}
