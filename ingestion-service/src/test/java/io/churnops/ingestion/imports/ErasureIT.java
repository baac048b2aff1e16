package io.churnops.ingestion.imports;

import static io.churnops.ingestion.IngestionClient.ONE;
import static io.churnops.ingestion.IngestionClient.STREAM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.kit.Ids;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is erased is gone from quarantine and imports, and does not come back to them. */
@IngestionIntegrationTest
class ErasureIT {

  private static final String MAPPING =
      """
      import: erasures
      source: /erasures
      columns:
        who: {as: text, remove_suffix: ".0"}
        n: {as: integer}
        at: {as: time, format: iso}
      rows:
        - count: all
          emit: [session]
      events:
        session: {type: session.started, customer: who, time: at, id: [who, n], data: {}}
      """;

  private final String customer = "C-" + UUID.randomUUID();
  private final String other = "C-" + UUID.randomUUID();

  @LocalServerPort int port;
  @Autowired SubmitImport submit;
  @Autowired ImportJobs jobs;
  @Autowired ImportWorker worker;
  @Autowired Ids ids;
  @Autowired JdbcClient jdbc;
  @Autowired KafkaTemplate<String, byte[]> kafka;

  private IngestionClient client;

  @BeforeEach
  void connect() {
    client = IngestionClient.at(port);
  }

  @AfterEach
  void workAgain() {
    if (!worker.isRunning()) {
      worker.start();
    }
  }

  @Test
  void removesWhatIsKeptOfACustomerAndSaysWhatRemains() throws Exception {
    imported();
    String othersItem = quarantined();
    assertThat(kept(customer)).isEqualTo(5);

    JsonNode export = export();
    assertThat(export.path("quarantine")).as("%s", export).hasSize(2);
    assertThat(export.path("rejectedRows")).hasSize(2);
    assertThat(export.toString()).contains(customer).doesNotContain(other);

    String erasure = announce(UUID.randomUUID().toString());
    JsonNode answer = answers(erasure, 1).getFirst();
    assertThat(answer.path("service").stringValue()).isEqualTo("ingestion");
    assertThat(answer.path("removed").toString())
        .isEqualTo("{\"change_records\":0,\"quarantine\":3,\"rejected_rows\":2}");
    assertThat(kept(customer)).isZero();
    assertThat(export().path("quarantine")).isEmpty();
    assertThat(kept(other)).as("others lose nothing").isEqualTo(2);
    Instant month = Instant.now().plus(Duration.ofDays(30));
    assertThat(answer.path("remaining").valueStream().toList())
        .anySatisfy(remaining -> {
          assertThat(remaining.path("store").stringValue()).isEqualTo("kafka:customer-events.v1");
          assertThat(Instant.parse(remaining.path("until").stringValue()))
              .isBetween(month, month.plus(Duration.ofDays(2)));
        })
        .anySatisfy(remaining ->
            assertThat(remaining.path("store").stringValue())
                .isEqualTo("kafka:customer-events.v1-dlt"));

    int onKafka = TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer).size();
    JsonNode again = imported();
    assertThat(again.at("/progress/refused/customer_erased").intValue()).isEqualTo(2);
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer)).hasSize(onKafka);
    assertThat(kept(customer)).isZero();
    IngestionClient.Answer fixed =
        client.put(
            othersItem + "/event", ONE, EventTexts.order("f").with("subject", customer).text());
    assertThat(fixed.status()).isEqualTo(410);
    assertThat(fixed.problem()).isEqualTo("erased");
    assertThat(kept(customer)).isZero();

    announce(erasure);
    assertThat(answers(erasure, 2).getLast().path("removed")).isEqualTo(answer.path("removed"));
  }

  @Test
  void answersWhenTheImportsThatWereUnderWayHaveEnded() throws Exception {
    UUID importId = UUID.fromString(ids.next());
    worker.stop();
    jobs.queue(
        new ImportJob(
            importId,
            "under way",
            MAPPING,
            "test",
            Instant.now(),
            ImportJob.Source.uploaded(1),
            "event_time"));
    String erasure = announce(UUID.randomUUID().toString());
    await()
        .until(() ->
            jdbc.sql("select count(*) from heard_erasure where erasure_id = ?")
                    .param(UUID.fromString(erasure))
                    .query(Long.class)
                    .single()
                == 1);
    assertThat(answered(erasure)).isEmpty();
    jobs.failed(importId, Instant.now(), "ended by the test");
    answers(erasure, 1);
  }

  /** One row is taken of each customer; one cannot be used and one makes no event that can be. */
  private JsonNode imported() throws Exception {
    String file =
        """
        who,n,at
        %1$s.0,1,2026-01-01T00:00:00Z
        %1$s.0,none,2026-01-01T00:00:00Z
        %1$s,3,1999-01-01T00:00:00Z
        %2$s,1,2026-01-01T00:00:00Z
        %2$s,none,2026-01-01T00:00:00Z
        """
            .formatted(customer, other);
    UUID id = submit.submit(MAPPING, place -> Files.writeString(place, file), "test").importId();
    JsonNode report =
        await()
            .until(
                () -> client.get("/v1/imports/" + id).json(),
                found -> List.of("COMPLETE", "FAILED").contains(found.get("status").stringValue()));
    assertThat(report.get("status").stringValue()).as("%s", report).isEqualTo("COMPLETE");
    return report;
  }

  /** Two events of the customer, the second unreadable, and one of the other; where that is. */
  private String quarantined() throws Exception {
    String future = Instant.now().plusSeconds(600).toString();
    client.post(ONE, EventTexts.order("q").with("subject", customer).with("time", future).bytes());
    client.post(STREAM, ("{\"subject\": \"" + customer + "\", ").getBytes(UTF_8));
    client.post(ONE, EventTexts.order("r").with("subject", other).with("time", future).bytes());
    JsonNode item =
        await()
            .until(
                () -> client.get("/v1/quarantine?subject=" + other).json().path("items").path(0),
                JsonNode::isObject);
    // With the letter of the event that the import could not make.
    await().until(() -> kept(customer) >= 5);
    return "/v1/quarantine/" + item.path("itemId").stringValue();
  }

  /** Rejections and quarantined events with a text in any column. */
  private long kept(String text) {
    return jdbc.sql(
            """
            select (select count(*) from import_rejection r where position(:id in r::text) > 0)
              + (select count(*) from quarantine_item q where position(:id in q::text) > 0
                or position(convert_to(:id, 'UTF8') in q.content) > 0)
            """)
        .param("id", text)
        .query(Long.class)
        .single();
  }

  /** The unreadable event cannot be told to be the customer's alone. */
  private JsonNode export() throws Exception {
    String asked = "{\"customerIds\": [\"" + customer + "\", \"unheard of\"]}";
    assertThat(export(asked, "events:read").status()).isEqualTo(403);
    return export(asked, "privacy:export").json();
  }

  private Answer export(String asked, String scope) throws Exception {
    return client
        .withScope(scope)
        .post("/v1/customers:export", "application/json", BodyPublishers.ofString(asked));
  }

  private String announce(String erasure) {
    String message =
        """
        {"erasureId": "%s", "customerIds": ["%s", "unheard of"], "requestedAt": "2026-11-21T10:00:00Z"}
        """
            .formatted(erasure, customer);
    kafka.send(Topics.CUSTOMER_ERASURES, erasure, message.getBytes(UTF_8)).join();
    return erasure;
  }

  private static List<JsonNode> answers(String erasure, int count) {
    return await().until(() -> answered(erasure), found -> found.size() >= count);
  }

  private static List<JsonNode> answered(String erasure) {
    return TopicReader.recordsOf(Topics.CUSTOMER_ERASURE_ANSWERS, erasure).stream()
        .map(record -> JsonMapper.shared().readTree(record.value()))
        .toList();
  }
}
