package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionService;
import io.churnops.ingestion.TopicReader;
import io.churnops.kit.ServiceLauncher;
import io.churnops.platform.Ports;
import io.churnops.platform.test.JavaProcess;
import io.churnops.platform.test.TestServers;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The service, in a process of its own, is killed in the middle of an import. */
@Tag("faults")
class ImportKillIT {

  private static final int SESSIONS = 60_000;
  private static final String BOUNDARY = "a-boundary";

  private final String customer = UUID.randomUUID().toString();
  private final int port = Ports.free(1).getFirst();
  private final IngestionClient client = IngestionClient.at(port);

  @TempDir Path folder;

  @Test
  void losesAndRepeatsNothingWhenItIsKilled() throws Exception {
    Map<String, Object> variables =
        TestServers.shared().variables(TestServers.shared().newDatabase());
    String location;
    try (JavaProcess _ = start(variables)) {
      location = submit();
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> published(location) >= 5 * EventPublisher.PIECE);
    }

    try (JavaProcess _ = start(variables)) {
      assertComplete(client, location);
    }
    assertPublishedOnce();
  }

  private static void assertComplete(IngestionClient client, String location) {
    JsonNode report =
        await()
            .until(
                () -> client.get(location).json(),
                json -> json.get("status").stringValue().equals("COMPLETE"));
    assertThat(report.at("/progress/published/session.started").longValue()).isEqualTo(SESSIONS);
    assertThat(report.at("/progress/file/rowsRead").longValue()).isEqualTo(SESSIONS);
  }

  private void assertPublishedOnce() {
    List<String> ids =
        TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer).stream()
            .map(record -> TopicReader.header(record, CloudEventHeaders.ID))
            .toList();
    assertThat(ids.stream().distinct()).hasSize(SESSIONS);
    assertThat(ids)
        .as("sent again is the piece under way, with the same ids")
        .hasSizeLessThanOrEqualTo(SESSIONS + EventPublisher.PIECE);
  }

  @Test
  void isDoneByTheOtherInstanceOnceItIsKilledAndNotBefore() throws Exception {
    Map<String, Object> variables =
        TestServers.shared().variables(TestServers.shared().newDatabase());
    String location;
    try (ConfigurableApplicationContext second = another(variables)) {
      IngestionClient other =
          IngestionClient.at(
              second.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
      try (JavaProcess _ = start(variables)) {
        location = submit();
        await()
            .pollInterval(Duration.ofMillis(10))
            .until(() -> published(location) >= 5 * EventPublisher.PIECE);
        second.getBean(ImportUpkeep.class).look();
        second.getBean(ImportWorker.class).stop();
        second.getBean(ImportWorker.class).start();
        assertThat(second.getBean(HeldImports.class).renew()).isZero();
      }

      second.getBean(ImportUpkeep.class).look();
      assertComplete(other, location);
    }
    assertPublishedOnce();
  }

  private static ConfigurableApplicationContext another(Map<String, Object> variables) {
    return ServiceLauncher.of(IngestionService.class, "ingestion")
        .properties(variables)
        .run("--server.port=0");
  }

  private JavaProcess start(Map<String, Object> variables) {
    variables.put("SERVER_PORT", port);
    variables.put("CHURNOPS_INGESTION_IMPORTS_PROGRESSEVERY", "1ms");
    return JavaProcess.start(IngestionService.class, List.of(), variables, folder.resolve("log"))
        .awaitReady(port);
  }

  private String submit() throws Exception {
    String body =
        """
        --%1$s\r
        Content-Disposition: form-data; name="mapping"\r
        \r
        import: sessions
        source: /imports/kill
        columns:
          who: {as: text}
          n: {as: integer}
          at: {as: time, format: iso}
        rows: [{count: all, emit: [session]}]
        events:
          session: {type: session.started, customer: who, time: at, id: [who, n], data: {}}
        \r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="sessions.csv"\r
        \r
        who,n,at
        %2$s\r
        --%1$s--\r
        """
            .formatted(BOUNDARY, rows());
    Answer answer =
        client.post(
            "/v1/imports",
            "multipart/form-data; boundary=" + BOUNDARY,
            BodyPublishers.ofString(body));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(202);
    return answer.response().headers().firstValue("location").orElseThrow();
  }

  private String rows() {
    return IntStream.rangeClosed(1, SESSIONS)
        .mapToObj(n -> "%s,%d,2026-01-01T00:00:00Z".formatted(customer, n))
        .collect(Collectors.joining("\n"));
  }

  private long published(String location) throws Exception {
    JsonNode report = client.get(location).json();
    assertThat(report.get("status").stringValue()).isNotEqualTo("COMPLETE");
    return report.at("/progress/published/session.started").longValue(0);
  }
}
