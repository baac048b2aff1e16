package io.churnops.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.forest.artefact.SigningKeys;
import io.churnops.platform.test.Patience;
import io.churnops.platform.test.TestServers;
import io.churnops.serving.ServingService;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts while Postgres, Kafka, Redis and training-service are all away. */
class ColdStartIT {

  private static final String GIVEN =
      """
      {"customerId": "x",
       "features": {"orders_30d": 0, "days_since_last_order": 110, "country": "DE"}}
      """;

  @TempDir private Path data;

  @Test
  void servesTheLastChampionFromDisk() throws Exception {
    keep(1, Instant.parse("2026-11-20T00:00:00Z"));
    keep(2, Instant.parse("2026-11-21T00:00:00Z"));
    try (ConfigurableApplicationContext service = start()) {
      HttpResponse<String> answer = predict(service);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"modelVersion\":2");
      assertThat(get(service, "/v1/serving-model").body()).contains("\"source\":\"CACHE\"");
    }
  }

  @Test
  void servesTheChampionBeforeWhenTheLastOneIsDamaged() throws Exception {
    keep(1, Instant.parse("2026-11-20T00:00:00Z"));
    Path last = keep(2, Instant.parse("2026-11-21T00:00:00Z"));
    byte[] forest = Files.readAllBytes(last.resolve("forest.bin"));
    forest[forest.length / 2] ^= 1;
    Files.write(last.resolve("forest.bin"), forest);
    try (ConfigurableApplicationContext service = start()) {
      assertThat(predict(service).body()).contains("\"modelVersion\":1");
    }
  }

  @Test
  void isReadyWithoutAModelAndSaysThatThereIsNone() throws Exception {
    try (ConfigurableApplicationContext service = start()) {
      assertThat(get(service, "/readyz").statusCode()).isEqualTo(200);
      HttpResponse<String> answer = predict(service);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("https://churnops.io/problems/no-model");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(get(service, "/v1/serving-model").body()).doesNotContain("loaded");
    }
  }

  private ConfigurableApplicationContext start() {
    Map<String, Object> variables =
        TestServers.shared().variables("jdbc:postgresql://localhost:1/churnops");
    variables.put("CHURNOPS_DATA_DIR", data);
    variables.put("CHURNOPS_REDIS_PORT", 1);
    variables.put("CHURNOPS_KAFKA_BOOTSTRAP", "localhost:1");
    variables.put("CHURNOPS_TRAINING_SERVICE_URL", "http://localhost:1");
    variables.put("CHURNOPS_FEATURE_SERVICE_URL", "http://localhost:1");
    variables.put("SERVER_PORT", 0);
    variables.put("spring.kafka.producer.properties.max.block.ms", 500);
    List<String> arguments = new ArrayList<>();
    variables.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    return io.churnops.kit.ServiceLauncher.of(ServingService.class, "serving")
        .run(arguments.toArray(String[]::new));
  }

  /** Puts an artefact where the service keeps those that became champion at this time. */
  private Path keep(int version, Instant at) throws Exception {
    var credentials = TestServers.shared().credentials();
    var packed = TestModels.pack(version, SigningKeys.readPrivate(credentials.signingKeyFile()));
    var named = new ChampionVersion(TestModels.NAME, version, packed.digest());
    var store =
        new ArtefactStore(
            data.resolve("artefacts/churn"), credentials.verifyKeyFile(), InstantSource.fixed(at));
    store.unpack(named, new ByteArrayInputStream(packed.zip()));
    store.keep(named);
    return data.resolve("artefacts/churn/v" + version + "-" + packed.digest().substring(0, 16));
  }

  private static HttpResponse<String> predict(ConfigurableApplicationContext service)
      throws Exception {
    return send(
        request(service, "/v1/predictions")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(GIVEN)));
  }

  private static HttpResponse<String> get(ConfigurableApplicationContext service, String path)
      throws Exception {
    return send(request(service, path).GET());
  }

  private static HttpRequest.Builder request(ConfigurableApplicationContext service, String path) {
    String port = service.getEnvironment().getProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Patience.LONGEST)
        .header("Authorization", "Bearer " + TestServers.adminKey());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
