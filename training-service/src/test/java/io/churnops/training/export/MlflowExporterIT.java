package io.churnops.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.TestServers;
import io.churnops.training.RunningService;
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
    var settings =
        new MlflowExportSettings(
            receiver.url() + "/",
            tokenFile,
            user,
            passwordFile,
            PREFIX,
            Duration.ofSeconds(3),
            LOOK,
            LOOK.multipliedBy(2));
    MlflowExporter exporter =
        new MlflowExportConfiguration()
            .mlflowExporter(settings, database, jdbc, json, experiments, runs, meters, clock);
    exporter.start();
    return exporter;
  }

  private MlflowExporter exporter() {
    return exporter("", "", "");
  }

  private double count(String what) {
    return meters.get("churnops.mlflow.export." + what).gauge().value();
  }

  private int trained() {
    return train(model, FEATURES.offer(ShopDataset.of(unique("dataset"), 120, 3, 30, 1)), "always");
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
    return ledger().waiting();
  }

  private ToldLedger ledger() {
    return new ToldLedger(receiver.url(), jdbc, json, clock);
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
    receiver.refuseAllWith(refused);
    try (MlflowExporter _ = exporter()) {
      await("the other is told of").until(() -> receiver.versions(PREFIX + model).size() == 1);
      await("nothing waits").until(() -> count("waiting") == 0 && count("refused") == 1);
    }
    assertThat(exported(taken)).hasSize(1);
    assertThat(exported(refused)).isEmpty();
    assertThat(
            jdbc.sql("select refusal from mlflow_told where receiver = ? and subject = ?")
                .params(receiver.url(), refused)
                .query(String.class)
                .single())
        .contains("400", "INVALID_PARAMETER_VALUE", "as told to");

    receiver.refuseAllWith("");
    try (MlflowExporter _ = exporter()) {
      await("it is told of").until(() -> receiver.versions(PREFIX + model).size() == 2);
    }
    assertThat(exported(refused)).hasSize(1);
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
