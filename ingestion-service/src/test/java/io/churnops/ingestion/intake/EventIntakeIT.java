package io.churnops.ingestion.intake;

import static io.churnops.ingestion.IngestionClient.BATCH;
import static io.churnops.ingestion.IngestionClient.ONE;
import static io.churnops.ingestion.IngestionClient.STREAM;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.platform.test.TestServers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@IngestionIntegrationTest
class EventIntakeIT {

  private static final String NOON = "2026-11-20T12:00:00Z";

  private final String customer = "C-" + UUID.randomUUID();

  @LocalServerPort int port;

  private IngestionClient client;

  @BeforeEach
  void connect() {
    client = IngestionClient.at(port);
  }

  @Test
  void acknowledgesAnEventThatIsOnKafka() throws Exception {
    Answer answer = client.post(ONE, order("o-1").with("tenant", "t1").bytes());
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("accepted").intValue()).isEqualTo(1);
    assertThat(answer.statuses()).containsExactly("ACCEPTED");
    ConsumerRecord<String, byte[]> record = events().getFirst();
    assertThat(TopicReader.header(record, CloudEventHeaders.ID)).isEqualTo("o-1" + customer);
    assertThat(TopicReader.header(record, CloudEventHeaders.TYPE)).isEqualTo("order.placed");
    assertThat(TopicReader.header(record, "ce_tenant")).isEqualTo("t1");
    assertThat(record.headers().lastHeader(CloudEventHeaders.KNOWN_TIME)).isNull();
    assertThat(new String(record.value(), StandardCharsets.UTF_8)).contains("\"amountMinor\":4599");
  }

  @Test
  void judgesEachEventOfABatchInItsOrder() throws Exception {
    Answer answer =
        client.batch(
            List.of(
                order("a"),
                order("b").with("type", "order.teleported"),
                order("c").with("data", Map.of("orderId", "c", "amountMinor", -1)),
                order("d").without("subject"),
                order("e").with("time", Instant.now().plusSeconds(600).toString()),
                order("f").with("time", "1970-01-01T00:00:00Z"),
                order("g").with("time", "noon"),
                order("a"),
                order("h")));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.codes())
        .containsExactly(
            "-",
            "unknown_type",
            "schema_violation",
            "missing_subject",
            "time_in_future",
            "time_too_old",
            "invalid_time",
            "-",
            "-");
    assertThat(answer.statuses().get(7)).isEqualTo("DUPLICATE");
    assertThat(answer.json().get("accepted").intValue()).isEqualTo(2);
    assertThat(answer.json().get("duplicates").intValue()).isEqualTo(1);
    assertThat(answer.statuses().get(4)).isEqualTo("QUARANTINED");
    assertThat(answer.json().get("quarantined").intValue()).isEqualTo(1);
    assertThat(answer.json().get("rejected").intValue()).isEqualTo(5);
    assertThat(events()).hasSize(2);
    assertThat(
            TopicReader.recordsOf(Topics.CUSTOMER_EVENTS_DEAD_LETTER, customer).stream()
                .map(letter -> TopicReader.header(letter, CloudEventHeaders.DEAD_LETTER_CODE)))
        .containsExactly(
            "unknown_type", "schema_violation", "time_in_future", "time_too_old", "invalid_time");
  }

  @Test
  void knowsAnEventOfAnEarlierBatch() throws Exception {
    client.batch(List.of(order("a")));
    Answer again = client.batch(List.of(order("a"), order("a")));
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.statuses()).containsExactly("DUPLICATE", "DUPLICATE");
    assertThat(events()).hasSize(1);
  }

  @Test
  void answers422WithTheReasonsWhenNothingIsAccepted() throws Exception {
    Answer answer = client.batch(List.of(order("a").with("type", "x"), order("b").without("id")));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("nothing-accepted");
    assertThat(answer.response().headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.json().get("rejected").intValue()).isEqualTo(2);
    assertThat(answer.codes()).containsExactly("unknown_type", "missing_attribute");
    assertThat(client.post(BATCH, bytes("[]")).status()).isEqualTo(422);
    assertThat(client.post(STREAM, bytes("\n")).status()).isEqualTo(422);
  }

  @Test
  void takesBatchesOf2500AndNoLarger() throws Exception {
    List<EventTexts> events = IntStream.range(0, 2_501).mapToObj(i -> order("n" + i)).toList();
    Answer tooMany = client.batch(events);
    assertThat(tooMany.status()).isEqualTo(413);
    assertThat(tooMany.problem()).isEqualTo("batch-too-large");
    assertThat(events()).isEmpty();
    Answer largest = client.batch(events.subList(0, 2_500));
    assertThat(largest.status()).isEqualTo(202);
    assertThat(events()).hasSize(2_500);
  }

  @Test
  void takesBodiesOf5242880BytesAndNoLarger() throws Exception {
    for (String type : List.of(ONE, BATCH)) {
      String event = order(type).text();
      String text = type.equals(ONE) ? event : "[" + event + "]";
      byte[] largest = bytes(text + " ".repeat(5_242_880 - bytes(text).length));
      byte[] larger = bytes(text + " ".repeat(5_242_881 - bytes(text).length));
      assertThat(client.post(type, larger).status()).isEqualTo(413);
      assertThat(client.post(type, gzip(larger), "Content-Encoding", "gzip").status())
          .isEqualTo(413);
      assertThat(events()).hasSize(type.equals(ONE) ? 0 : 1);
      assertThat(client.post(type, largest).status()).isEqualTo(202);
      assertThat(client.post(type, gzip(largest), "Content-Encoding", "gzip").statuses())
          .containsExactly("DUPLICATE");
    }
  }

  @Test
  void takesEventsOf32768BytesAndNoLarger() throws Exception {
    for (String type : List.of(ONE, BATCH, STREAM)) {
      Answer largest = client.post(type, bytes(framed(type, ofSize(type, 32_768))));
      assertThat(largest.statuses()).as(type).containsExactly("ACCEPTED");
      Answer larger = client.post(type, bytes(framed(type, ofSize(type, 32_769))));
      assertThat(larger.codes()).as(type).containsExactly("event_too_large");
    }
    assertThat(events()).hasSize(3);
  }

  private static String framed(String type, String event) {
    return type.equals(BATCH) ? "[" + event + "]" : event;
  }

  /** A valid event of that many bytes. */
  private String ofSize(String id, int bytes) {
    String data = "{\"orderId\":\"o\",\"amountMinor\":1,\"currency\":\"EUR\",\"note\":\"%s\"}";
    int rest = bytes - order(id).with("time", NOON).withData(data.formatted("")).length;
    byte[] event = order(id).with("time", NOON).withData(data.formatted("x".repeat(rest)));
    return new String(event, StandardCharsets.UTF_8);
  }

  @Test
  void packsLargeAnswersForWhoeverAcceptsIt() throws Exception {
    List<EventTexts> events = IntStream.range(0, 100).mapToObj(i -> order("z" + i)).toList();
    byte[] batch = bytes(IngestionClient.batchText(events));
    HttpResponse<byte[]> packed =
        client.bytes("/v1/events", BATCH, batch, "Accept-Encoding", "gzip");
    assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("{\"accepted\":100,");
    }
    assertThat(client.bytes("/v1/events", BATCH, batch).headers().firstValue("content-encoding"))
        .isEmpty();
  }

  @Test
  void refusesATenMegabyteBody() throws Exception {
    byte[] body = bytes(" ".repeat(10 * 1024 * 1024));
    for (String type : List.of(ONE, BATCH)) {
      Answer answer = client.post(type, body);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.problem()).isEqualTo("body-too-large");
      assertThat(client.post(type, gzip(body), "Content-Encoding", "gzip").status()).isEqualTo(413);
    }
  }

  @Test
  void answersTenThousandLevelsOfNestingCleanly() throws Exception {
    byte[] deep = bytes("[".repeat(10_000) + "]".repeat(10_000));
    assertThat(client.post(ONE, deep).status()).isEqualTo(400);
    assertThat(client.post(BATCH, deep).status()).isEqualTo(400);
    Answer stream = client.post(STREAM, deep);
    assertThat(stream.status()).isEqualTo(422);
    assertThat(stream.codes()).containsExactly("too_deep");
    assertThat(client.post(ONE, order("ok").bytes()).status()).isEqualTo(202);
  }

  @Test
  void keepsTheRestOfABatchWhenOneEventHasAKeyTwice() throws Exception {
    String good = order("a").text();
    String twice = good.replaceFirst("\\{", "{\"subject\":\"someone\",");
    Answer answer = client.post(BATCH, bytes("[" + twice + "," + good + "]"));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.codes()).containsExactly("duplicate_key", "-");
  }

  @Test
  void readsAStreamLineByLine() throws Exception {
    String lines =
        IntStream.range(0, 6_000)
            .mapToObj(i -> order("s" + i).text())
            .collect(Collectors.joining("\n"));
    Answer answer =
        client.post(STREAM, gzip(bytes(lines + "\nnot json\n\n")), "Content-Encoding", "gzip");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("accepted").intValue()).isEqualTo(6_000);
    JsonNode last = answer.json().get("items").get(6_000);
    assertThat(last.get("index").intValue()).isEqualTo(6_000);
    assertThat(last.get("code").stringValue()).isEqualTo("malformed_json");
    assertThat(events()).hasSize(6_000);
  }

  @Test
  void refusesWhatItCannotRead() throws Exception {
    assertThat(client.post("application/json", bytes("{}")).status()).isEqualTo(415);
    assertThat(client.post("text/csv", bytes("a")).status()).isEqualTo(415);
    assertThat(client.post(ONE + ";charset=utf-16", bytes("{}")).status()).isEqualTo(415);
    assertThat(client.post(ONE, bytes("{}"), "Content-Encoding", "br").status()).isEqualTo(415);
    assertThat(client.post(ONE, bytes("{}"), "Content-Encoding", "gzip").status()).isEqualTo(400);
    assertThat(client.post(ONE, bytes("{")).status()).isEqualTo(400);
    assertThat(client.post(ONE, bytes("")).status()).isEqualTo(400);
    assertThat(client.post(BATCH, order("a").bytes()).status()).isEqualTo(400);
  }

  @Test
  void answersGarbageCleanly() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      byte[] body = order("g" + i).bytes();
      for (int hits = random.nextInt(4); hits >= 0; hits--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      Answer answer = client.post(i % 2 == 0 ? ONE : STREAM, body);
      assertThat(answer.status()).as("seed %d, round %d", seed, i).isIn(202, 400, 422);
    }
  }

  @Test
  void backfillsOnlyWithTheScope() throws Exception {
    EventTexts history =
        order("old").with("time", "2024-01-01T00:00:00Z").with("knowntime", "2024-01-01T00:00:00Z");
    Answer refused = client.withScope("events:write").post(ONE, history.bytes());
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.codes()).containsExactly("backfill_not_allowed");
    assertThat(client.post(ONE, history.bytes()).status()).isEqualTo(202);
    assertThat(TopicReader.header(events().getFirst(), CloudEventHeaders.KNOWN_TIME))
        .isEqualTo("2024-01-01T00:00:00Z");
  }

  @Test
  void needsTheScopeToWriteEvents() throws Exception {
    Answer refused = client.withScope("features:read").post(ONE, order("a").bytes());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(client.withScope("events:write").post(ONE, order("b").bytes()).status())
        .isEqualTo(202);
  }

  @Test
  void describesItsAnswers() throws Exception {
    JsonNode document = client.get("/v3/api-docs").json();
    JsonNode post = document.at("/paths/~1v1~1events/post");
    assertThat(post.at("/requestBody/content").propertyNames())
        .containsExactlyInAnyOrder(ONE, BATCH, STREAM);
    assertThat(post.get("responses").propertyNames())
        .contains("202", "400", "408", "409", "413", "415", "422", "429", "503");
    assertThat(post.get("parameters").valueStream().map(p -> p.get("name").stringValue()))
        .containsExactly("Idempotency-Key");
    assertThat(document.get("paths").propertyNames())
        .contains("/v1/events", "/v1/imports", "/v1/imports/{importId}");
  }

  @Test
  void keepsTheTopicsForThirtyDays() throws Exception {
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of("bootstrap.servers", TestServers.shared().kafkaBootstrap()))) {
      for (String topic : List.of(Topics.CUSTOMER_EVENTS, Topics.CUSTOMER_EVENTS_DEAD_LETTER)) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var configs = admin.describeConfigs(List.of(resource)).all().get();
        var topics = admin.describeTopics(List.of(topic)).allTopicNames().get();
        assertThat(requireNonNull(configs.get(resource)).get("retention.ms").value())
            .isEqualTo(Long.toString(Duration.ofDays(30).toMillis()));
        assertThat(requireNonNull(topics.get(topic)).partitions())
            .hasSize(Topics.CUSTOMER_PARTITIONS);
      }
    }
  }

  private EventTexts order(String id) {
    return EventTexts.order(id + customer)
        .with("subject", customer)
        .with("time", Instant.now().toString());
  }

  private List<ConsumerRecord<String, byte[]>> events() {
    return TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
