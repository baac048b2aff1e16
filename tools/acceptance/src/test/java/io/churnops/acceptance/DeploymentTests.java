package io.churnops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Holds the deployment files against the services: no engine is needed to see a port, a path, a
 * variable or a field that nobody knows.
 */
class DeploymentTests {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(CHURNOPS_[A-Z0-9_]+)");

  @TempDir Path folder;

  @Test
  void servicesListenWhereTheFilesSay() {
    Repository.PORTS.forEach((service, port) -> {
      assertThat(Repository.resource(service + ".yml"))
          .as("%s.yml", service)
          .contains("port: ${SERVER_PORT:" + port + "}");
      JsonNode compose = composeService(service + "-service");
      assertThat(compose.path("ports").get(0).asString())
          .isEqualTo("127.0.0.1:%d:%d".formatted(port, port));
      assertThat(compose.path("healthcheck").path("test").toString())
          .contains("localhost/" + port, "/readyz");
      assertThat(container(deployment(service)).path("ports").get(0).path("containerPort").asInt())
          .isEqualTo(port);
    });
  }

  @Test
  void prometheusScrapesEveryServiceWithAKey() {
    JsonNode scrape =
        Repository.yaml("observability/prometheus/prometheus.yml").path("scrape_configs").get(0);
    assertThat(scrape.path("metrics_path").asString()).isEqualTo("/actuator/prometheus");
    assertThat(scrape.path("authorization").path("credentials_file").asString()).isNotEmpty();
    assertThat(texts(scrape.path("static_configs").get(0).path("targets")))
        .containsExactlyInAnyOrderElementsOf(
            Repository.PORTS.entrySet().stream()
                .map(service -> service.getKey() + "-service:" + service.getValue())
                .toList());
  }

  @Test
  void everyVariableIsOneThatTheServiceReads() {
    for (String service : Repository.PORTS.keySet()) {
      Set<String> read = variablesReadBy(service);
      assertThat(read)
          .as("compose variables of %s", service)
          .containsAll(
              onlyOurs(composeService(service + "-service").path("environment").propertyNames()));
      JsonNode container = container(deployment(service));
      List<String> given = new ArrayList<>();
      container.path("env").forEach(variable -> given.add(variable.path("name").asString()));
      assertThat(read).as("k8s variables of %s", service).containsAll(onlyOurs(given));
    }
  }

  @Test
  void everyVariableThatAServiceNeedsElsewhereIsGiven() {
    Set<String> shared = new TreeSet<>(configMap().path("data").propertyNames());
    shared.addAll(givenByTheImage());
    for (String service : Repository.PORTS.keySet()) {
      Set<String> given = new TreeSet<>(shared);
      container(deployment(service))
          .path("env")
          .forEach(variable -> given.add(variable.path("name").asString()));
      assertThat(given).as(service).containsAll(variablesReadBy(service));
      Set<String> composed =
          new TreeSet<>(composeService(service + "-service").path("environment").propertyNames());
      composed.addAll(givenByTheImage());
      assertThat(composed).as(service).containsAll(variablesReadBy(service));
    }
  }

  @Test
  void kubernetesKnowsEveryField() throws Exception {
    int checked = 0;
    for (JsonNode document : kubernetesDocuments()) {
      var json = JsonParser.parseString(document.toString());
      switch (document.path("kind").asString()) {
        case "Deployment" -> V1Deployment.validateJsonElement(json);
        case "StatefulSet" -> V1StatefulSet.validateJsonElement(json);
        case "Service" -> V1Service.validateJsonElement(json);
        case "CronJob" -> V1CronJob.validateJsonElement(json);
        case "ConfigMap" -> V1ConfigMap.validateJsonElement(json);
        case "NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(json);
        case "PersistentVolumeClaim" -> V1PersistentVolumeClaim.validateJsonElement(json);
        case "Kustomization" -> {}
        default -> throw new AssertionError("Unchecked kind: " + document.path("kind"));
      }
      checked++;
    }
    assertThat(checked).isGreaterThan(20);
  }

  @Test
  void podsAreRestrictedAndWatched() {
    for (String service : Repository.PORTS.keySet()) {
      JsonNode pod = deployment(service).path("spec").path("template").path("spec");
      JsonNode container = container(deployment(service));
      assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
      assertThat(pod.path("securityContext").path("runAsNonRoot").asBoolean()).isTrue();
      assertThat(container.path("securityContext").path("readOnlyRootFilesystem").asBoolean())
          .isTrue();
      assertThat(container.path("securityContext").path("allowPrivilegeEscalation").asBoolean(true))
          .isFalse();
      assertThat(container.path("readinessProbe").path("httpGet").path("path").asString())
          .isEqualTo("/readyz");
      assertThat(container.path("livenessProbe").path("httpGet").path("path").asString())
          .isEqualTo("/livez");
      assertThat(container.path("resources").path("limits").path("memory").asString()).isNotEmpty();
      int preStop =
          container.path("lifecycle").path("preStop").path("sleep").path("seconds").asInt();
      assertThat(pod.path("terminationGracePeriodSeconds").asInt())
          .as("grace of %s: preStop, then up to 20 s of graceful shutdown", service)
          .isGreaterThan(preStop + 20);
    }
  }

  /** Docker kills after 10 s what was told to end, stores included. */
  @Test
  void composeWaitsForWhatEnds() {
    assertThat(compose().at("/x-service/stop_grace_period").asString()).isEqualTo("40s");
    for (String store : List.of("postgres", "redis", "kafka")) {
      assertThat(compose().at("/services/" + store + "/stop_grace_period").asString())
          .as(store)
          .isEqualTo("40s");
    }
  }

  /** A volume is made with the owner and mode that its folder has in the image. */
  @Test
  void composeServicesMayWriteWhereTheyKeepFiles() {
    assertThat(Repository.text("Dockerfile")).contains("install -d -m 1777 /data\n");
    assertThat(compose().path("x-environment").path("CHURNOPS_DATA_DIR").asString())
        .isEqualTo("/data");
    for (String service : Repository.PORTS.keySet()) {
      assertThat(texts(composeService(service + "-service").path("volumes")))
          .filteredOn(volume -> !volume.startsWith("./") && !volume.equals("known"))
          .allSatisfy(volume -> assertThat(volume).endsWith(":/data"));
    }
    assertThat(texts(compose().path("services").path("prometheus").path("tmpfs")))
        .containsExactly("/prometheus:mode=1777");
  }

  /** Docker mounts a tmpfs noexec, and its images of the JRE lack OpenMP. */
  @Test
  void trainingMayLoadItsNativeLibraryInAContainer() {
    assertThat(texts(composeService("training-service").path("tmpfs")))
        .containsExactly("/tmp:exec");
    assertThat(Repository.text("Dockerfile")).contains("libgomp1");
  }

  @Test
  void servicesHaveTheSameMemoryInComposeAndKubernetes() {
    for (String service : Repository.PORTS.keySet()) {
      String limit =
          container(deployment(service))
              .path("resources")
              .path("limits")
              .path("memory")
              .asString()
              .replace("i", "")
              .toLowerCase(Locale.ROOT);
      assertThat(composeService(service + "-service").path("mem_limit").asString())
          .as(service)
          .isEqualTo(limit);
    }
  }

  /** Classes, code, threads and buffers are not heap; under the demo's load they take 270 MB. */
  @Test
  void memoryIsLeftBesideTheHeap() {
    int heap = Integer.parseInt(first("MaxRAMPercentage=(\\d+)", Repository.text("Dockerfile")));
    for (String service : Repository.PORTS.keySet()) {
      String limit = composeService(service + "-service").path("mem_limit").asString();
      int megabytes =
          Integer.parseInt(limit.substring(0, limit.length() - 1))
              * (limit.endsWith("g") ? 1024 : 1);
      assertThat(megabytes * (100 - heap) / 100).as(service).isGreaterThanOrEqualTo(300);
    }
  }

  /** The image of Kafka takes a heap of 1 GB where none is named. */
  @Test
  void kafkaHasMemoryBesideItsHeap() {
    JsonNode kafka = container(workload("kafka"));
    assertThat(kafka.path("env").toString())
        .contains("{\"name\":\"KAFKA_HEAP_OPTS\",\"value\":\"-Xms512m -Xmx512m\"}");
    assertThat(kafka.at("/resources/limits/memory").asString()).isEqualTo("1Gi");
  }

  /**
   * With one folder for the whole reactor the servers that tests start would lie in the images; a
   * stage that knew the service would be run five times, side by side on one repository of Maven.
   */
  @Test
  void oneStageBuildsEveryServiceWithWhatItNeedsAlone() {
    String stage = first("(?s) AS build\n(.*?)\nFROM ", Repository.text("Dockerfile"));
    assertThat(stage)
        .contains("-DoutputDirectory=target/app", "sharing=locked")
        .doesNotContain("ARG ", "${SERVICE}");
    assertThat(first("-pl (\\S+)", stage).split(","))
        .containsExactlyInAnyOrderElementsOf(
            Repository.PORTS.keySet().stream().map(service -> service + "-service").toList());
  }

  /** A new commit is no reason to install packages anew. */
  @Test
  void imagesAreToldTheirCommitLast() {
    assertThat(Repository.text("Dockerfile"))
        .containsPattern("(?s)\nCOPY --from.*\nARG GIT_COMMIT=");
    for (String service : Repository.PORTS.keySet()) {
      assertThat(composeService(service + "-service").at("/build/args/GIT_COMMIT").asString())
          .isEqualTo("${CHURNOPS_GIT_COMMIT:-}");
    }
  }

  /**
   * Who breaks into one service must not sign models or ask as another. The file of digests is
   * replaced as a whole, which a mount of the file alone would not show.
   */
  @Test
  void containersSeeTheSecretsTheyNeedAlone() {
    for (String service : Repository.PORTS.keySet()) {
      JsonNode container = composeService(service + "-service");
      Set<String> named =
          container
              .path("environment")
              .propertyStream()
              .filter(variable -> variable.getKey().endsWith("_KEY_FILE"))
              .map(variable -> variable.getValue().asString())
              .filter(file -> file.startsWith("/run/churnops/"))
              .collect(Collectors.toSet());
      assertThat(container.path("volumes").get(0).asString()).as(service).isEqualTo("known");
      if (service.equals("training")) {
        named.add("/run/churnops/training");
      }
      assertThat(container.path("volumes").valueStream().skip(1).map(JsonNode::asString))
          .as(service)
          .filteredOn(volume -> volume.contains(".churnops"))
          .containsExactlyInAnyOrderElementsOf(
              named.stream()
                  .map(file ->
                      file.replace("/run/churnops", "./.churnops/credentials") + ":" + file + ":ro")
                  .toList());
    }
    JsonNode known = compose().path("x-known");
    assertThat(known.path("source").asString()).isEqualTo("./.churnops/credentials/known");
    assertThat(known.path("read_only").booleanValue()).isTrue();
    assertThat(known.at("/bind/create_host_path").booleanValue(true)).isFalse();
    assertThat(compose().at("/x-environment/CHURNOPS_API_KEYS_FILE").asString())
        .isEqualTo("/run/churnops/known/api-keys.json");
  }

  /** What is started again without the two variables cannot read the credentials. */
  @Test
  void everyComposeCommandOfTheDocumentationNamesTheUser() {
    assertThat(Repository.text("docs/how-to/deploy.md").lines())
        .filteredOn(line -> line.contains("docker compose --"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("CHURNOPS_UID=$(id -u) CHURNOPS_GID=$(id -g) "));
  }

  /** Every few seconds for ever: Kafka's own tool would be a JVM each time. */
  @Test
  void brokersAreAskedForTheirPort() {
    assertThat(compose().at("/services/kafka/healthcheck/test").toString())
        .contains("/dev/tcp/localhost/19092");
    assertThat(compose().at("/services/kafka/environment/KAFKA_LISTENERS").asString())
        .startsWith("PLAINTEXT://:19092,");
  }

  /** While PostgreSQL is set up it answers on its socket only, and the services must wait. */
  @Test
  void postgresIsReadyWhenItAnswersByTcp() {
    assertThat(
            compose().path("services").path("postgres").path("healthcheck").path("test").toString())
        .contains("\"-h\",\"127.0.0.1\"");
    assertThat(container(workload("postgres")).path("readinessProbe").toString())
        .contains("\"-h\",\"127.0.0.1\"");
  }

  @Test
  void noImageFloats() {
    Stream.concat(
            kubernetesDocuments().stream()
                .flatMap(document -> document.findValuesAsString("image").stream()),
            StreamSupport.stream(compose().path("services").spliterator(), false)
                .filter(service -> !service.has("build"))
                .map(service -> service.path("image").asString()))
        .forEach(image -> assertThat(image).contains(":").doesNotEndWith(":latest"));
  }

  @Test
  void selectorsFindTheirPods() {
    for (JsonNode document : kubernetesDocuments()) {
      if (document.path("kind").asString().equals("Service")) {
        String name =
            document.path("spec").path("selector").path("app.kubernetes.io/name").asString();
        String port = document.path("spec").path("ports").get(0).path("targetPort").asString();
        assertThat(workload(name).toString()).contains("\"name\":\"" + port + "\"");
      }
    }
  }

  @Test
  void theJobAsksForARetrainingAsTrainingServiceTakesIt() throws Exception {
    JsonNode pod = cronJob().at("/spec/jobTemplate/spec/template/spec");
    JsonNode container = pod.path("containers").get(0);
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assumeThat(onPath("curl") && onPath("sh")).as("curl and sh are installed").isTrue();
    Path key = Files.writeString(folder.resolve("admin.key"), "secret\n");
    var asked = new LinkedBlockingQueue<String>();
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          asked.add(
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    service.start();
    try {
      List<String> command = new ArrayList<>(texts(container.path("command")));
      command.addAll(texts(container.path("args")));
      run(
          command,
          Map.of(
              "CHURNOPS_TRAINING_SERVICE_URL",
              "http://127.0.0.1:" + service.getAddress().getPort(),
              "CHURNOPS_CLIENT_KEY_FILE",
              key.toString(),
              "REQUEST",
              container.at("/env/2/value").asString(),
              "no_proxy",
              "*",
              "JOB",
              "retraining-29000000"));
    } finally {
      service.stop(0);
    }
    assertThat(asked)
        .containsExactly(
            "POST /v1/retraining Bearer secret retraining-29000000 application/json"
                + " {\"model\": \"churn\", \"promote\": \"if_better\"}");
  }

  private static JsonNode cronJob() {
    return Repository.yaml("k8s/retraining/cronjob.yaml");
  }

  @Test
  void overlaysRender() throws Exception {
    assumeThat(onPath("kubectl")).as("kubectl is installed").isTrue();
    for (String overlay : List.of("k8s/base", "k8s/overlays/dev")) {
      String rendered = run(List.of("kubectl", "kustomize", overlay));
      assertThat(Repository.documents(rendered))
          .extracting(document -> document.path("metadata").path("name").asString())
          .contains("ingestion-service", "churnops");
    }
    assertThat(Repository.documents(run(List.of("kubectl", "kustomize", "k8s/retraining"))))
        .hasSize(2);
  }

  @Test
  void kubernetesBootstrapsTheDatabaseAsThePlatformDoes() {
    assertThat(Repository.text("k8s/overlays/dev/bootstrap.sql"))
        .isEqualTo(Repository.resource("io/churnops/platform/bootstrap.sql"));
    assertThat(Repository.root().resolve(bootstrapMountedByCompose())).exists();
  }

  private static String bootstrapMountedByCompose() {
    return texts(composeVolumes()).stream()
        .filter(volume -> volume.contains("/docker-entrypoint-initdb.d/"))
        .map(volume -> volume.substring(0, volume.indexOf(':')))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode composeVolumes() {
    return compose().path("services").path("postgres").path("volumes");
  }

  @Test
  void alertsPassTheirTests() throws Exception {
    assumeThat(onPath("promtool")).as("promtool is installed").isTrue();
    String folder = "observability/prometheus/";
    run(List.of("promtool", "check", "rules", folder + "churnops-rules.yml"));
    run(List.of("promtool", "test", "rules", folder + "churnops-rules-test.yml"));
  }

  @Test
  void everyAlertHasARunbookAndATest() {
    String runbooks = Repository.text("docs/runbooks.md");
    String tests = Repository.text("observability/prometheus/churnops-rules-test.yml");
    for (JsonNode rule : Alerts.rules()) {
      String url = rule.path("annotations").path("runbook_url").asString();
      assertThat(url).startsWith("docs/runbooks.md#");
      assertThat(runbooks).contains("## " + url.substring(url.indexOf('#') + 1) + "\n");
      assertThat(tests).contains("alertname: " + rule.path("alert").asString());
    }
  }

  private static JsonNode compose() {
    return Repository.yaml("docker-compose.yml");
  }

  /** A compose service with the keys that it merges from the shared blocks. */
  private static JsonNode composeService(String name) {
    JsonNode service = compose().path("services").path(name).deepCopy();
    var environment = (tools.jackson.databind.node.ObjectNode) service.path("environment");
    JsonNode shared = compose().path("x-environment");
    shared.propertyNames().forEach(key -> environment.putIfAbsent(key, shared.get(key)));
    environment.remove("<<");
    return service;
  }

  private static List<JsonNode> kubernetesDocuments() {
    Path root = Repository.root();
    try (Stream<Path> files = Files.walk(root.resolve("k8s"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .flatMap(file ->
              Repository.documents(Repository.text(root.relativize(file).toString())).stream())
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode workload(String name) {
    return kubernetesDocuments().stream()
        .filter(document ->
            Set.of("Deployment", "StatefulSet").contains(document.path("kind").asString())
                && document.path("metadata").path("name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No workload named " + name));
  }

  private static JsonNode deployment(String service) {
    return workload(service + "-service");
  }

  private static JsonNode configMap() {
    return Repository.yaml("k8s/base/config.yaml");
  }

  private static JsonNode container(JsonNode workload) {
    return workload.path("spec").path("template").path("spec").path("containers").get(0);
  }

  private static Set<String> variablesReadBy(String service) {
    return VARIABLE
        .matcher(
            Repository.resource("churnops-defaults.yml") + Repository.resource(service + ".yml"))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is given through a shared block may be more than one service reads. */
  private static List<String> onlyOurs(Iterable<String> names) {
    Set<String> shared = new TreeSet<>(configMap().path("data").propertyNames());
    return StreamSupport.stream(names.spliterator(), false)
        .filter(name -> name.startsWith("CHURNOPS_"))
        .filter(name -> !shared.contains(name) && !name.equals("CHURNOPS_REDIS_PASSWORD"))
        .toList();
  }

  private static Set<String> givenByTheImage() {
    return Pattern.compile("(CHURNOPS_[A-Z_]+)=")
        .matcher(Repository.text("Dockerfile"))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static String first(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
  }

  private static boolean onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static String run(List<String> command) throws Exception {
    return run(command, Map.of());
  }

  private static String run(List<String> command, Map<String, String> variables) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Repository.root().toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
    return output;
  }
}
