package io.churnops.training.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.platform.test.TestServers;
import io.churnops.training.RunningService;
import io.churnops.training.datasets.ShopDataset;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of runs as MLflow's clients move them through the tracking server. */
class MlflowArtifactsIT extends RunningService {

  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";

  private MlflowClient client;

  @BeforeEach
  void connect() {
    URI uri = request("/").build().uri();
    client =
        new MlflowClient(
            new BasicMlflowHostCreds("http://localhost:" + uri.getPort(), TestServers.adminKey()));
  }

  @AfterEach
  void close() {
    client.close();
  }

  /** The address of a run's folder, as clients make it of the artifact_uri. */
  private String folder(String runId) {
    String uri = client.getRun(runId).getInfo().getArtifactUri();
    assertThat(uri).startsWith("mlflow-artifacts:/");
    return PROXY + uri.substring("mlflow-artifacts:".length());
  }

  private String run() {
    return client.createRun(client.createExperiment(unique("files"))).getRunId();
  }

  private Answer upload(String path, byte[] content) {
    return send(request(path).PUT(BodyPublishers.ofByteArray(content)));
  }

  private List<String> listed(String runId, String path) {
    JsonNode answer =
        JsonMapper.shared()
            .readTree(client.sendGet("artifacts/list?run_id=" + runId + "&path=" + path));
    assertThat(answer.get("root_uri").asString())
        .isEqualTo(client.getRun(runId).getInfo().getArtifactUri());
    return answer
        .get("files")
        .valueStream()
        .map(file ->
            file.get("path").asString()
                + (file.get("is_dir").asBoolean() ? "/" : " " + file.get("file_size").asLong()))
        .toList();
  }

  @Test
  void givesBackWhatWasKept() {
    String run = run();
    byte[] large = new byte[3_000_000];
    new SplittableRandom(7).nextBytes(large);
    assertThat(upload(folder(run) + "/notes.txt", "first".getBytes(StandardCharsets.UTF_8)).text())
        .isEqualTo("{}");
    upload(folder(run) + "/notes.txt", "second".getBytes(StandardCharsets.UTF_8));
    upload(folder(run) + "/plots/curve%20of%20gr%C3%B6%C3%9Fe.bin", large);

    assertThat(get(folder(run) + "/notes.txt").text()).isEqualTo("second");
    Answer curve = get(folder(run) + "/plots/curve%20of%20gr%C3%B6%C3%9Fe.bin");
    assertThat(Arrays.equals(curve.bytes(), large)).isTrue();
    assertThat(curve.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(curve.header("Content-Disposition")).startsWith("attachment");
    assertThat(listed(run, "")).containsExactly("notes.txt 6", "plots/");
    assertThat(listed(run, "plots")).containsExactly("plots/curve of größe.bin 3000000");
    String below = folder(run).substring(PROXY.length() + 1);
    assertThat(get(PROXY + "?path=" + below + "/plots").json().at("/files/0/path").asString())
        .isEqualTo("curve of größe.bin");
    assertThat(listed(run, "nothing")).isEmpty();

    assertThat(send(request(folder(run) + "/plots").DELETE()).status()).isEqualTo(200);
    assertThat(send(request(folder(run) + "/plots").DELETE()).status()).isEqualTo(404);
    assertThat(listed(run, "")).containsExactly("notes.txt 6");
    assertThat(get(folder(run) + "/plots/gone").json().get("error_code").asString())
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/other",
        "/a/../../../b",
        "/..%5c..%5cb",
        "/a//b",
        "/a%00b",
        "/C:evil",
        ""
      })
  void keepsNothingOutsideOfItsRun(String path) {
    String run = run();
    Answer answer = upload(folder(run) + path, new byte[1]);

    assertThat(answer.status()).as(answer.text()).isBetween(400, 404);
    assertThat(listed(run, "")).isEmpty();
  }

  @Test
  void keepsAFileThatCallsItselfAForm() {
    String run = run();
    Answer kept =
        send(
            request(folder(run) + "/rate.txt")
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString("100 % & more")));
    assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    assertThat(get(folder(run) + "/rate.txt").text()).isEqualTo("100 % & more");
  }

  @Test
  void refusesPathsOfOtherRuns() {
    String run = run();
    String other = run();
    String exchanged =
        folder(run).replace("/" + client.getRun(run).getInfo().getExperimentId() + "/", "/0/");
    assertThat(upload(exchanged + "/a", new byte[1]).status()).isEqualTo(400);
    assertThat(get(PROXY + "/0/nobody/artifacts/a").status()).isEqualTo(404);
    assertThat(get(PROXY + "/what").json().get("error_code").asString())
        .isEqualTo("INVALID_PARAMETER_VALUE");
    client.deleteRun(other);
    assertThat(upload(folder(other) + "/a", new byte[1]).status()).isEqualTo(400);
  }

  @Test
  void refusesAFileWhereAFolderIs() {
    String run = run();
    upload(folder(run) + "/a/b", new byte[1]);
    assertThat(upload(folder(run) + "/a", new byte[1]).status()).isEqualTo(400);
    assertThat(upload(folder(run) + "/a/b/c", new byte[1]).status()).isEqualTo(400);
    assertThat(listed(run, "a")).containsExactly("a/b 1");
  }

  @Test
  void refusesAFileThatIsTooLargeAndKeepsNothingOfIt() {
    String run = run();
    Answer answer = upload(folder(run) + "/large", new byte[5_000_001]);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("message").asString()).contains("at most 5000000 bytes");
    assertThat(listed(run, "")).isEmpty();
  }

  @Test
  void showsTheArtefactOfAVersion() {
    String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 120, 3, 30, 1));
    String run = start("mlflow-artefact", dataset, "never");
    ended(run);

    assertThat(listed(run, "")).containsExactly("model/");
    List<String> names = new ArrayList<>(listed(run, "model"));
    assertThat(names).anyMatch(name -> name.startsWith("model/manifest.json "));
    String place = client.getModelVersionDownloadUri("mlflow-artefact", "1");
    assertThat(place).isEqualTo(client.getRun(run).getInfo().getArtifactUri() + "/model");
    Answer manifest = get(folder(run) + "/model/manifest.json");
    assertThat(ShopDataset.sha256(manifest.bytes()))
        .isEqualTo(
            get("/v1/models/mlflow-artefact/versions/1").json().get("artefactDigest").asString());
    assertThat(get(folder(run) + "/model/nothing").status()).isEqualTo(404);
    assertThat(upload(folder(run) + "/model/manifest.json", new byte[1]).status()).isEqualTo(400);
    assertThat(send(request(folder(run) + "/model").DELETE()).status()).isEqualTo(400);
  }

  @Test
  void needsScopes() {
    String path = folder(run()) + "/a";
    assertThat(uploadAs("models:read", path)).isEqualTo(403);
    assertThat(uploadAs("training:run", path)).isEqualTo(200);
    assertThat(
            send(request(path)
                    .setHeader("Authorization", "Bearer " + TestServers.keyFor("training:run"))
                    .GET())
                .status())
        .isEqualTo(403);
  }

  private int uploadAs(String scope, String path) {
    return send(request(path)
            .setHeader("Authorization", "Bearer " + TestServers.keyFor(scope))
            .PUT(BodyPublishers.ofString("x")))
        .status();
  }
}
