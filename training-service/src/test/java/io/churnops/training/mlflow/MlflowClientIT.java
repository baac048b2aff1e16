package io.churnops.training.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.churnops.platform.test.TestServers;
import io.churnops.training.RunningService;
import io.churnops.training.datasets.ShopDataset;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.ModelRegistry.ModelVersionTag;
import org.mlflow.api.proto.ModelRegistry.RegisteredModelTag;
import org.mlflow.api.proto.Service;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ExperimentsPage;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.RunsPage;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/** MLflow's own Java client, unchanged, against the running service. */
class MlflowClientIT extends RunningService {

  private MlflowClient client;

  @BeforeEach
  void connect() {
    client = client(new BasicMlflowHostCreds(root(), TestServers.adminKey()));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private String root() {
    URI uri = request("/").build().uri();
    return "http://localhost:" + uri.getPort();
  }

  private static MlflowClient client(BasicMlflowHostCreds credentials) {
    return new MlflowClient(credentials);
  }

  @Test
  void keepsExperiments() {
    String name = unique("experiment");
    String id = client.createExperiment(name);
    client.setExperimentTag(id, "team", "crm");

    Experiment experiment = client.getExperiment(id);
    assertThat(experiment.getName()).isEqualTo(name);
    assertThat(experiment.getTagsList())
        .singleElement()
        .satisfies(tag -> assertThat(tag.getValue()).isEqualTo("crm"));
    assertThat(client.getExperimentByName(name)).map(Experiment::getExperimentId).hasValue(id);
    assertThat(client.getExperimentByName(unique("none"))).isEmpty();
    assertThatThrownBy(() -> client.createExperiment(name))
        .isInstanceOf(MlflowClientException.class)
        .hasMessageContaining("RESOURCE_ALREADY_EXISTS");

    String renamed = unique("renamed");
    client.renameExperiment(id, renamed);
    client.deleteExperiment(id);
    assertThat(found("name = '" + renamed + "'")).isEmpty();
    assertThatThrownBy(() -> client.createRun(id)).hasMessageContaining("is deleted");
    client.restoreExperiment(id);
    assertThat(found("name = '" + renamed + "' AND tags.team LIKE 'c%'")).containsExactly(id);
  }

  private List<String> found(String filter) {
    ExperimentsPage page = client.searchExperiments(filter, ViewType.ACTIVE_ONLY, 10, List.of());
    return page.getItems().stream().map(Experiment::getExperimentId).toList();
  }

  @Test
  void keepsWhatARunTells() {
    RunInfo info = client.createRun(client.createExperiment(unique("told")));
    String id = info.getRunId();
    client.logParam(id, "trees", "200");
    client.logParam(id, "trees", "200");
    client.setTag(id, "stage", "first");
    client.setTag(id, "stage", "second");
    client.setTag(id, "gone", "soon");
    client.deleteTag(id, "gone");
    client.logMetric(id, "auc", 0.8, 1_000, 1);
    client.logMetric(id, "auc", 0.9, 3_000, 3);
    client.logMetric(id, "auc", 0.85, 2_000, 2);
    client.logMetric(id, "auc", 0.85, 2_000, 2);
    client.logMetric(id, "loss", Double.NaN, 1_000, 0);
    client.logMetric(id, "worst", Double.POSITIVE_INFINITY, 1_000, 0);
    client.logBatch(
        id,
        List.of(metric("f1", 0.1, 1), metric("f1", 0.2, 2)),
        List.of(Param.newBuilder().setKey("depth").setValue("8").build()),
        List.of(RunTag.newBuilder().setKey("batch").setValue("yes").build()));
    client.setTerminated(id, RunStatus.FINISHED, 9_000);

    Run run = client.getRun(id);
    assertThat(run.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    assertThat(run.getInfo().getEndTime()).isEqualTo(9_000);
    assertThat(run.getData().getParamsList())
        .extracting(Param::getKey, Param::getValue)
        .containsExactly(tuple("depth", "8"), tuple("trees", "200"));
    assertThat(run.getData().getTagsList())
        .extracting(RunTag::getKey)
        .contains("batch", "stage")
        .doesNotContain("gone");
    assertThat(run.getData().getMetricsList())
        .extracting(Metric::getKey, Metric::getValue)
        .containsExactly(
            tuple("auc", 0.9),
            tuple("f1", 0.2),
            tuple("loss", Double.NaN),
            tuple("worst", Double.POSITIVE_INFINITY));
    assertThat(client.getMetricHistory(id, "auc"))
        .extracting(Metric::getStep, Metric::getValue)
        .containsExactly(tuple(1L, 0.8), tuple(2L, 0.85), tuple(3L, 0.9));
    assertThatThrownBy(() -> client.logParam(id, "trees", "300"))
        .hasMessageContaining("INVALID_PARAMETER_VALUE");
  }

  private static Metric metric(String key, double value, long step) {
    return Metric.newBuilder()
        .setKey(key)
        .setValue(value)
        .setTimestamp(1_000)
        .setStep(step)
        .build();
  }

  @Test
  void findsRunsPageByPage() {
    String experiment = client.createExperiment(unique("searched"));
    for (int i = 0; i < 7; i++) {
      String id =
          client
              .createRun(
                  Service.CreateRun.newBuilder()
                      .setExperimentId(experiment)
                      .setStartTime(1_000 + i)
                      .build())
              .getRunId();
      client.logParam(id, "max-depth", i % 2 == 0 ? "8" : "12");
      if (i < 5) {
        client.logMetric(id, "auc", i == 4 ? Double.NaN : 0.8 + i / 100.0);
      }
    }

    assertThat(starts(experiment, "", List.of("metrics.auc DESC")))
        .containsExactly(1_003L, 1_002L, 1_001L, 1_000L, 1_004L, 1_006L, 1_005L);
    assertThat(starts(experiment, "", List.of("metrics.auc")))
        .containsExactly(1_000L, 1_001L, 1_002L, 1_003L, 1_004L, 1_006L, 1_005L);
    assertThat(starts(experiment, "", List.of("params.`max-depth` DESC")))
        .containsExactly(1_006L, 1_004L, 1_002L, 1_000L, 1_005L, 1_003L, 1_001L);
    assertThat(starts(experiment, "metrics.auc >= 0.81 and params.`max-depth` = '12'", List.of()))
        .containsExactly(1_003L, 1_001L);
    assertThat(starts(experiment, "params.\"max-depth\" IN ('8', '9')", List.of()))
        .containsExactly(1_006L, 1_004L, 1_002L, 1_000L);
    assertThat(starts(experiment, "attributes.status = 'RUNNING' AND start_time < 1002", List.of()))
        .containsExactly(1_001L, 1_000L);
    assertThat(starts(experiment, "tags.mlflow.runName ILIKE 'RUN-%3'", List.of()))
        .containsExactly(1_003L);
  }

  /** The starts of all pages of two. */
  private List<Long> starts(String experiment, String filter, List<String> order) {
    List<Long> starts = new ArrayList<>();
    RunsPage page = client.searchRuns(List.of(experiment), filter, ViewType.ACTIVE_ONLY, 2, order);
    while (true) {
      page.getItems().forEach(run -> starts.add(run.getInfo().getStartTime()));
      if (!page.hasNextPage()) {
        return starts;
      }
      page = (RunsPage) page.getNextPage();
    }
  }

  @Test
  void deletesAndRestoresRuns() {
    String experiment = client.createExperiment(unique("restored"));
    String id = client.createRun(experiment).getRunId();

    client.deleteRun(id);
    assertThat(
            client
                .searchRuns(List.of(experiment), "", ViewType.ACTIVE_ONLY, 9, List.of())
                .getItems())
        .isEmpty();
    assertThatThrownBy(() -> client.logMetric(id, "auc", 1)).hasMessageContaining("is deleted");
    client.restoreRun(id);
    client.logMetric(id, "auc", 1);
    assertThat(client.getRun(id).getData().getMetricsCount()).isEqualTo(1);
  }

  @Test
  void startsRunsWithinAContext() {
    String experiment = client.createExperiment(unique("context"));
    MlflowContext context = new MlflowContext(client);
    context.setExperimentId(experiment);
    var parent = context.startRun("parent");
    var child = context.startRun("child", parent.getId());
    child.logMetric("auc", 0.7);
    child.endRun();
    parent.endRun();

    Run told = client.getRun(child.getId());
    assertThat(told.getInfo().getRunName()).isEqualTo("child");
    assertThat(told.getData().getTagsList())
        .contains(
            RunTag.newBuilder().setKey("mlflow.parentRunId").setValue(parent.getId()).build());
  }

  @Test
  void tellsOurTrainingRuns() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 120, 3, 30, 1));
    String id = start("tracked", dataset, "never");
    ended(id);

    Run run = client.getRun(id);
    assertThat(run.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    assertThat(run.getData().getParamsList())
        .contains(Param.newBuilder().setKey("trees").setValue("40").build())
        .contains(Param.newBuilder().setKey("seed").setValue("7").build());
    assertThat(run.getData().getMetricsList())
        .extracting(Metric::getKey)
        .contains("auc", "validationAuc");
    assertThat(run.getData().getTagsList())
        .extracting(RunTag::getKey)
        .contains(
            "churnops.datasetId",
            "churnops.viewFingerprint",
            "churnops.labelFingerprint",
            "churnops.modelVersion",
            "churnops.environment.java",
            "churnops.environment.tribuo");
    assertThat(run.getInputs().getDatasetInputs(0).getDataset().getDigest()).isEqualTo(dataset);
    assertThatThrownBy(() -> client.logMetric(id, "auc", 1)).hasMessageContaining("training run");
    client.setTag(id, "seen", "yes");
  }

  @Test
  void readsTheRegistryAndMovesAliases() {
    String model = "mlflow-registry";
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 120, 3, 30, 1));
    int first = train(model, dataset, "always");
    int second = train(model, dataset, "never");

    assertThat(client.getRegisteredModel(model).getLatestVersionsList())
        .extracting(ModelVersion::getVersion, ModelVersion::getCurrentStage)
        .containsExactlyInAnyOrder(tuple("1", "Production"), tuple("2", "None"));
    assertThat(client.getLatestVersions(model, List.of("Production")))
        .extracting(ModelVersion::getVersion)
        .containsExactly(Integer.toString(first));
    assertThat(client.searchModelVersions("name='" + model + "'").getItems()).hasSize(2);
    assertThat(client.getModelVersion(model, "1").getStatus().name()).isEqualTo("READY");
    assertThat(client.getModelVersionDownloadUri(model, "1"))
        .startsWith("mlflow-artifacts:/")
        .endsWith("/artifacts/model");

    String toSecond = "{\"name\": \"%s\", \"alias\": \"%s\", \"version\": \"%d\"}";
    assertThatThrownBy(() ->
            client.sendPost(
                "registered-models/alias", toSecond.formatted(model, "champion", second)))
        .hasMessageContaining("better_than_champion");
    assertThat(
            client.sendPost(
                "registered-models/alias", toSecond.formatted(model, "challenger", second)))
        .isEqualTo("{}");
    assertThat(client.sendGet("registered-models/alias?name=" + model + "&alias=challenger"))
        .contains("\"version\":\"2\"");
    put(
        "/v1/models/" + model + "/aliases/champion",
        "{\"version\": 2, \"reason\": \"a test\", \"force\": true}");
    client.sendPost(
        "model-versions/transition-stage",
        "{\"name\": \"%s\", \"version\": \"1\", \"stage\": \"Production\"}".formatted(model));
    var history = get("/v1/models/" + model + "/aliases/champion/history").json().get("moves");
    assertThat(history.size()).isEqualTo(3);
    assertThat(history.get(0).get("version").asInt()).isEqualTo(first);
    assertThat(history.get(0).get("reason").asString()).isEqualTo("Moved by an MLflow client");
    assertThat(get("/v1/models/" + model + "/aliases/champion").json().get("version").asInt())
        .isEqualTo(first);
    assertThatThrownBy(() -> client.getModelVersion(model, "9"))
        .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    assertThatThrownBy(
            () -> client.sendPost("registered-models/create", "{\"name\": \"" + model + "\"}"))
        .hasMessageContaining("RESOURCE_ALREADY_EXISTS");
    assertThatThrownBy(() -> client.sendPost("model-versions/create", "{}"))
        .hasMessageContaining("Versions come from training runs");
    assertThatThrownBy(() ->
            client.sendPost(
                "registered-models/rename",
                "{\"name\": \"" + model + "\", \"new_name\": \"other\"}"))
        .hasMessageContaining("RESOURCE_CONFLICT")
        .hasMessageContaining("keeps its name");
    assertThatThrownBy(() -> client.sendGet("logged-models/search"))
        .hasMessageContaining("ENDPOINT_NOT_FOUND");
  }

  @Test
  void describesModelsAndVersions() {
    String model = "mlflow-described";
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 120, 3, 30, 1));
    train(model, dataset, "always");
    String name = "\"name\": \"" + model + "\"";
    String version = name + ", \"version\": \"1\"";

    client.sendPost(
        "registered-models/set-tag", "{" + name + ", \"key\": \"team\", \"value\": \"crm\"}");
    client.sendPost(
        "registered-models/set-tag", "{" + name + ", \"key\": \"gone\", \"value\": \"x\"}");
    client.sendPost(
        "model-versions/set-tag", "{" + version + ", \"key\": \"stage\", \"value\": \"one\"}");
    assertThat(sent("DELETE", "registered-models/delete-tag", "{" + name + ", \"key\": \"gone\"}"))
        .isEqualTo("{}");
    sent("PATCH", "registered-models/update", "{" + name + ", \"description\": \"for mails\"}");
    sent("PATCH", "model-versions/update", "{" + version + ", \"description\": \"first\"}");

    var registered = client.getRegisteredModel(model);
    assertThat(registered.getDescription()).isEqualTo("for mails");
    assertThat(registered.getTagsList())
        .extracting(RegisteredModelTag::getKey, RegisteredModelTag::getValue)
        .containsExactly(tuple("team", "crm"));
    ModelVersion described = client.getModelVersion(model, "1");
    assertThat(described.getDescription()).isEqualTo("first");
    assertThat(described.getTagsList())
        .extracting(ModelVersionTag::getKey, ModelVersionTag::getValue)
        .containsExactly(tuple("stage", "one"));
    sent("DELETE", "model-versions/delete-tag", "{" + version + ", \"key\": \"stage\"}");
    assertThat(client.getModelVersion(model, "1").getTagsList()).isEmpty();

    assertThat(sent("DELETE", "registered-models/alias", "{" + name + ", \"alias\": \"champion\"}"))
        .contains("RESOURCE_CONFLICT");
    assertThat(sent("DELETE", "registered-models/alias", "{" + name + ", \"alias\": \"none\"}"))
        .isEqualTo("{}");
    assertThat(sent("DELETE", "model-versions/delete", "{" + version + "}"))
        .contains("RESOURCE_CONFLICT");
    assertThat(sent("DELETE", "registered-models/delete", "{" + name + "}"))
        .contains("RESOURCE_CONFLICT");
  }

  @Test
  void keepsModelsThatWaitForTheirFirstVersion() {
    client.sendPost(
        "registered-models/create",
        "{\"name\": \"mlflow-empty\", \"description\": \"soon\", \"tags\": [{\"key\": \"a\", \"value\": \"1\"}]}");
    assertThatThrownBy(
            () -> client.sendPost("registered-models/create", "{\"name\": \"mlflow-empty\"}"))
        .hasMessageContaining("RESOURCE_ALREADY_EXISTS");
    assertThatThrownBy(
            () -> client.sendPost("registered-models/create", "{\"name\": \"Not A Name\"}"))
        .hasMessageContaining("INVALID_PARAMETER_VALUE");
    client.sendPost(
        "registered-models/rename", "{\"name\": \"mlflow-empty\", \"new_name\": \"mlflow-named\"}");
    assertThat(client.getRegisteredModel("mlflow-named").getDescription()).isEqualTo("soon");
    assertThatThrownBy(() -> client.getRegisteredModel("mlflow-empty"))
        .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    assertThat(sent("DELETE", "registered-models/delete", "{\"name\": \"mlflow-named\"}"))
        .isEqualTo("{}");
    assertThat(sent("DELETE", "registered-models/delete", "{\"name\": \"mlflow-named\"}"))
        .contains("RESOURCE_DOES_NOT_EXIST");
  }

  /** What the Java client has no method for, and Python's sends. */
  private String sent(String method, String endpoint, String body) {
    return send(request("/api/2.0/mlflow/" + endpoint)
            .method(method, HttpRequest.BodyPublishers.ofString(body)))
        .text();
  }

  @Test
  void takesTheKeyAsAPassword() {
    MlflowClient basic = client(new BasicMlflowHostCreds(root(), "anyone", TestServers.adminKey()));
    assertThat(basic.getExperiment("0").getName()).isEqualTo("Default");
    basic.close();
    MlflowClient stranger = client(new BasicMlflowHostCreds(root(), "anyone", "wrong"));
    assertThatThrownBy(() -> stranger.getExperiment("0")).hasMessageContaining("UNAUTHENTICATED");
    stranger.close();
    MlflowClient reader =
        client(new BasicMlflowHostCreds(root(), TestServers.keyFor("models:read")));
    assertThatThrownBy(() -> reader.createExperiment(unique("refused")))
        .hasMessageContaining("PERMISSION_DENIED");
    reader.close();
  }
}
