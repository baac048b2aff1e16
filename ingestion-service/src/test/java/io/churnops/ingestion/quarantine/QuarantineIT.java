package io.churnops.ingestion.quarantine;

import static io.churnops.ingestion.IngestionClient.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.eventlog.EventLog;
import io.churnops.ingestion.eventlog.EventRecords;
import io.churnops.ingestion.eventlog.NotConfirmedException;
import io.churnops.ingestion.intake.ItemVerdict;
import io.churnops.ingestion.intake.RecordingEventLog;
import io.churnops.ingestion.intake.TestIntake;
import io.churnops.kit.Ids;
import io.churnops.kit.erasure.ErasedCustomers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;

@IngestionIntegrationTest
class QuarantineIT {

  private static final Duration MONTH = Duration.ofDays(30);

  private final String customer = "C-" + UUID.randomUUID();

  @LocalServerPort int port;
  @Autowired QuarantineStore store;
  @Autowired JdbcClient jdbc;
  @Autowired ErasedCustomers erased;
  @Autowired EraseFromQuarantine erase;
  @Autowired TransactionOperations transactions;
  @Autowired EventReader reader;
  @Autowired EventJudge judge;
  @Autowired Ids ids;
  @Autowired InstantSource clock;

  private IngestionClient client;

  @BeforeEach
  void connect() {
    client = IngestionClient.at(port);
  }

  @Test
  void holdsAnEventFromTheFutureUntilItIsFixedAndReplayed() throws Exception {
    EventTexts event = order("o-1").with("time", Instant.now().plusSeconds(600).toString());
    Answer verdict = client.post(ONE, event.bytes());
    assertThat(verdict.status()).isEqualTo(422);
    assertThat(verdict.statuses()).containsExactly("QUARANTINED");
    assertThat(verdict.json().get("quarantined").intValue()).isEqualTo(1);

    String path = "/v1/quarantine/" + listed(1).getFirst().get("itemId").stringValue();
    JsonNode held = client.get(path).json();
    assertThat(held.get("code").stringValue()).isEqualTo("time_in_future");
    assertThat(held.get("quarantined").booleanValue()).isTrue();
    assertThat(held.get("text").stringValue()).isEqualTo(event.text());
    Answer early = post(path + ":replay", "");
    assertThat(early.json().get("verdict").stringValue()).isEqualTo("QUARANTINED");

    String fixed = order("o-1").text();
    assertThat(client.put(path + "/event", ONE, fixed).json().get("text").stringValue())
        .isEqualTo(fixed);
    Answer replayed = post(path + ":replay", "{\"reason\":\"clock was wrong\"}");
    assertThat(replayed.status()).isEqualTo(200);
    assertThat(replayed.json().get("verdict").stringValue()).isEqualTo("ACCEPTED");
    assertThat(events()).hasSize(1);
    assertThat(post(path + ":replay", "{}").problem()).isEqualTo("already-settled");

    JsonNode settled = client.get(path).json();
    assertThat(settled.get("status").stringValue()).isEqualTo("REPLAYED");
    assertThat(settled.has("text")).isFalse();
    assertThat(settled.get("history").valueStream().map(deed -> deed.get("action").stringValue()))
        .containsExactly("FIXED", "REPLAYED");
    assertThat(settled.at("/history/1/reason").stringValue()).isEqualTo("clock was wrong");
    assertThat(settled.at("/history/1/by").stringValue()).isEqualTo("admin");
  }

  @Test
  void listsWhatWasRefusedWithTheReasonItHasNow() throws Exception {
    client.post(ONE, order("a").without("source").bytes());
    JsonNode refused = listed(1).getFirst();
    assertThat(refused.get("quarantined").booleanValue()).isFalse();
    assertThat(refused.get("code").stringValue()).isEqualTo("missing_attribute");
    assertThat(refused.has("text")).isFalse();
    String path = "/v1/quarantine/" + refused.get("itemId").stringValue();
    client.put(path + "/event", ONE, order("a").with("type", "no.such").text());
    Answer again = post(path + ":replay", "{}");
    assertThat(again.json().get("verdict").stringValue()).isEqualTo("REJECTED");
    assertThat(client.get(path).json().get("code").stringValue()).isEqualTo("unknown_type");
    assertThat(client.get(path).json().get("status").stringValue()).isEqualTo("OPEN");
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS_DEAD_LETTER, customer))
        .as("a refused replay makes no second letter")
        .hasSize(1);
  }

  @Test
  void replaysOnceWhenAskedManyTimesAtOnce() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    List<Callable<Answer>> calls = Collections.nCopies(8, () -> post(path + ":replay", "{}"));
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : threads.invokeAll(calls)) {
        statuses.add(answer.get().status());
      }
    }
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    assertThat(events()).hasSize(1);
  }

  @Test
  void staysOpenWhenKafkaDoesNotConfirm() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    UUID itemId = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    RecordingEventLog log = new RecordingEventLog();
    SettleEvents settle = settling(log);
    Decision decision = new Decision("test", null, false, false);
    log.available(false);
    assertThatThrownBy(() -> settle.replay(itemId, decision))
        .isInstanceOf(NotConfirmedException.class);
    assertThat(client.get(path).json().get("status").stringValue()).isEqualTo("OPEN");
    log.available(true);
    settle.replay(itemId, decision);
    assertThat(log.events()).isEqualTo(1);
  }

  @Test
  void holdsNoConnectionButTheEventWhileKafkaConfirms() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    UUID itemId = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    List<String> meanwhile = new ArrayList<>();
    EventLog log =
        _ -> {
          assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
          meanwhile.add(problemOf(path + ":replay"));
          meanwhile.add(problemOf(path + ":discard"));
        };
    SettleEvents settle = settling(log);
    assertThat(settle.replay(itemId, new Decision("test", null, false, false)).verdict())
        .isEqualTo(ItemVerdict.Status.ACCEPTED);
    assertThat(meanwhile).containsExactly("under-way", "under-way");
    assertThat(problemOf(path + ":replay")).isEqualTo("already-settled");
  }

  @Test
  void letsOthersDecideOnWhatWasClaimedByWhoIsGone() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    jdbc.sql(
            """
            update quarantine_item set claimed_by = gen_random_uuid(), claimed_until = now()
            where item_id = cast(? as uuid)
            """)
        .param(path.substring(path.lastIndexOf('/') + 1))
        .update();
    assertThat(post(path + ":replay", "{}").status()).isEqualTo(200);
  }

  @Test
  void leavesADecisionThatWasMadeAfterTheClaimOfAReplayHadEnded() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    UUID itemId = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    Decision decision = new Decision("test", "late", false, false);
    SettleEvents another = settling(new RecordingEventLog());
    SettleEvents slow =
        settling(_ -> {
          jdbc.sql(
                  "update quarantine_item set claimed_until = now() - interval '1 second'"
                      + " where item_id = ?")
              .param(itemId)
              .update();
          another.discard(itemId, decision);
        });
    slow.replay(itemId, decision);
    JsonNode item = client.get(path).json();
    assertThat(item.get("status").stringValue()).isEqualTo("DISCARDED");
    assertThat(item.get("history").valueStream().map(deed -> deed.get("action").stringValue()))
        .containsExactly("FIXED", "DISCARDED");
  }

  private SettleEvents settling(EventLog log) {
    return new SettleEvents(
        store, jdbc, transactions, reader, judge, TestIntake.over(log), erased, clock);
  }

  private String problemOf(String path) {
    try {
      return post(path, "{\"reason\":\"test\"}").problem();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whoever replays means that the event reaches the feature store; there it counts once. */
  @Test
  void sendsAgainWhatWasAcknowledgedBeforeTheFeatureStoreBuriedIt() throws Exception {
    assertThat(client.post(ONE, order("l").bytes()).statuses()).containsExactly("ACCEPTED");
    assertThat(client.post(ONE, order("l").bytes()).statuses()).containsExactly("DUPLICATE");
    long offset = Math.abs((long) customer.hashCode());
    listener(1_000_000, 1_000_000).onBatch(List.of(letter(false, clock.instant(), offset, "1")));

    String path = "/v1/quarantine/" + listed(1).getFirst().get("itemId").stringValue();
    Answer replayed = post(path + ":replay", "{}");
    assertThat(replayed.json().get("verdict").stringValue()).isEqualTo("ACCEPTED");
    assertThat(events()).hasSize(2);
  }

  @Test
  void replaysManyByFilterInPieces() throws Exception {
    String type = "gift.t" + UUID.randomUUID().toString().replace("-", "");
    for (int i = 0; i < 5; i++) {
      client.post(ONE, order("g" + i).with("type", type).bytes());
    }
    client.post(ONE, order("other").with("type", "no.such").bytes());
    assertThat(listed(6)).hasSize(6);
    String filter = "{\"filter\":{\"type\":\"" + type + "\"},\"limit\":3,\"reason\":\"registered\"";
    assertThat(post("/v1/quarantine:replay", filter + "}").json().get("stillInvalid").intValue())
        .isEqualTo(3);
    post("/v1/event-types", "{\"type\":\"" + type + "\",\"schema\":{\"type\":\"object\"}}");
    Answer first = post("/v1/quarantine:replay", filter + "}");
    assertThat(first.json().get("accepted").intValue()).isEqualTo(3);
    String cursor = first.json().get("nextCursor").stringValue();
    Answer rest = post("/v1/quarantine:replay", filter + ",\"cursor\":\"" + cursor + "\"}");
    assertThat(rest.json().get("accepted").intValue()).isEqualTo(2);
    assertThat(rest.json().get("nextCursor").isNull()).isTrue();
    assertThat(events()).hasSize(5);
    assertThat(listed(1).getFirst().get("type").stringValue()).isEqualTo("no.such");
  }

  @Test
  void discardsWithAReasonAndForgetsTheText() throws Exception {
    String path = held("o-1");
    held("o-2");
    held("o-3");
    assertThat(post(path + ":discard", "{}").problem()).isEqualTo("invalid-request");
    assertThat(post(path + ":discard", "{\"reason\":\" \"}").problem())
        .isEqualTo("invalid-request");
    JsonNode discarded = post(path + ":discard", "{\"reason\":\"a test\"}").json();
    assertThat(discarded.get("status").stringValue()).isEqualTo("DISCARDED");
    assertThat(discarded.has("text")).isFalse();
    assertThat(discarded.at("/history/0/reason").stringValue()).isEqualTo("a test");
    String rest = "{\"filter\":{\"subject\":\"" + customer + "\"},\"reason\":\"all\"}";
    assertThat(post("/v1/quarantine:discard", rest).json().get("discarded").intValue())
        .isEqualTo(2);
    assertThat(post("/v1/quarantine:discard", rest).json().get("discarded").intValue()).isZero();
    assertThat(page("&status=DISCARDED").get("items").size()).isEqualTo(3);
    assertThat(client.put(path + "/event", ONE, "{}").problem()).isEqualTo("already-settled");
    assertThat(post("/v1/quarantine:discard", "{\"reason\":\"all\"}").problem())
        .isEqualTo("invalid-request");
  }

  @Test
  void listsInPagesNewestFirst() throws Exception {
    for (int i = 0; i < 5; i++) {
      held("o-" + i);
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = page("&limit=2" + cursor);
      page.get("items").forEach(item -> seen.add(item.get("id").stringValue()));
      cursor =
          page.get("nextCursor").isNull()
              ? null
              : "&cursor=" + page.get("nextCursor").stringValue();
    }
    assertThat(seen)
        .containsExactly(
            "o-4" + customer,
            "o-3" + customer,
            "o-2" + customer,
            "o-1" + customer,
            "o-0" + customer);
    assertThat(
            page("&code=time_in_future&quarantined=true&type=order.placed&source=/shop/web"
                    + "&since=2020-01-01T00:00:00Z")
                .get("items")
                .size())
        .isEqualTo(5);
    assertThat(page("&until=2020-01-01T00:00:00Z").get("items").isEmpty()).isTrue();
    assertThat(page("&rule=%00").get("items").isEmpty()).isTrue();
    assertThat(page("&since=%2B1000000000-01-01T00:00:00Z").get("items").isEmpty()).isTrue();
    assertThat(page("&until=-1000000000-01-01T00:00:00Z").get("items").isEmpty()).isTrue();
  }

  @Test
  void refusesWhatItCannotFollow() throws Exception {
    String path = held("o-1");
    String unknown = "/v1/quarantine/" + UUID.randomUUID();
    assertThat(client.get(unknown).problem()).isEqualTo("unknown-quarantined-event");
    assertThat(post(unknown + ":replay", "{}").status()).isEqualTo(404);
    assertThat(post(unknown + ":discard", "{\"reason\":\"x\"}").status()).isEqualTo(404);
    assertThat(client.put(unknown + "/event", ONE, "{}").status()).isEqualTo(404);
    assertThat(client.put(path + "/event", ONE, "{").problem()).isEqualTo("unreadable-body");
    assertThat(client.put(path + "/event", ONE, " ".repeat(32 * 1024) + "1").status())
        .isEqualTo(413);
    assertThat(client.put(path + "/event", "text/plain", "{}").status()).isEqualTo(415);
    assertThat(post(path + ":replay", "{\"waiveRules\":true}").problem())
        .isEqualTo("invalid-request");
    assertThat(post(path + ":replay", "{\"reason\":\"" + "x".repeat(401) + "\"}").problem())
        .isEqualTo("invalid-request");
    assertThat(post("/v1/quarantine:replay", "{\"limit\":501}").status()).isEqualTo(422);
    assertThat(client.get("/v1/quarantine?limit=201").status()).isEqualTo(422);
    assertThat(client.get("/v1/quarantine?status=LOST").status()).isEqualTo(400);
  }

  @Test
  void needsItsScopes() throws Exception {
    String path = held("o-1");
    IngestionClient reader = client.withScope("events:read");
    assertThat(reader.get(path).status()).isEqualTo(200);
    assertThat(reader.put(path + "/event", ONE, "{}").status()).isEqualTo(403);
    for (String act : List.of(path, "/v1/quarantine")) {
      String body = act.equals(path) ? "{\"reason\":\"x\"}" : "{\"filter\":{},\"reason\":\"x\"}";
      for (String how : List.of(":replay", ":discard")) {
        assertThat(
                reader.post(act + how, "application/json", BodyPublishers.ofString(body)).status())
            .as(act + how)
            .isEqualTo(403);
      }
    }
    assertThat(client.withScope("events:write").get("/v1/quarantine").status()).isEqualTo(403);
    client.put(
        path + "/event",
        ONE,
        order("old")
            .with("time", "2024-01-01T00:00:00Z")
            .with("knowntime", "2024-01-01T00:00:00Z")
            .text());
    Answer late =
        client
            .withScope("events:manage")
            .post(path + ":replay", "application/json", BodyPublishers.ofString("{}"));
    assertThat(late.json().get("code").stringValue()).isEqualTo("backfill_not_allowed");
  }

  @Test
  void keepsEachLetterOnceAndNoMoreThanItHasRoomFor() {
    List<ConsumerRecord<String, byte[]>> refused = List.of(letter(false, Instant.now()));
    listener(1_000_000, 0).onBatch(refused);
    assertThat(store.page(QuarantineStatus.OPEN, ofCustomer(), null, 10)).isEmpty();
    listener(1_000_000, 1_000_000).onBatch(refused);
    listener(1_000_000, 1_000_000).onBatch(refused);
    assertThat(store.page(QuarantineStatus.OPEN, ofCustomer(), null, 10)).hasSize(1);
    List<ConsumerRecord<String, byte[]>> held = List.of(letter(true, Instant.now()));
    assertThatThrownBy(() -> listener(0, 1_000_000).onBatch(held))
        .isInstanceOf(QuarantineListener.QuarantineFullException.class);
    assertThat(store.page(QuarantineStatus.OPEN, ofCustomer(), null, 10)).hasSize(1);
    listener(1_000_000, 0).onBatch(held);
    listener(1_000_000, 0).onBatch(List.of(letter(true, Instant.now().minus(MONTH))));
    assertThat(store.page(QuarantineStatus.OPEN, ofCustomer(), null, 10)).hasSize(2);
  }

  @Test
  void keepsOneOfTheLettersThatAreWrittenForOneRecord() {
    ConsumerRecord<String, byte[]> letter = letter(false, Instant.now(), 1, "9");
    ConsumerRecord<String, byte[]> again = letter(false, Instant.now(), 2, "9");
    listener(1_000_000, 1_000_000).onBatch(List.of(letter, again));
    listener(1_000_000, 1_000_000).onBatch(List.of(letter(false, Instant.now(), 3, "9")));
    assertThat(store.page(QuarantineStatus.OPEN, ofCustomer(), null, 10)).hasSize(1);
    ConsumerRecord<String, byte[]> ofTopicMadeAnew = letter(false, Instant.now(), 4, "10");
    listener(1_000_000, 1_000_000).onBatch(List.of(ofTopicMadeAnew));
    assertThat(store.page(QuarantineStatus.OPEN, ofCustomer(), null, 10)).hasSize(2);
  }

  @Test
  void removesWhatIsAboutACustomerWhoIsErasedAndKeepsNoMoreOfThem() {
    listener(1_000_000, 0).onBatch(List.of(letter(true, Instant.now())));
    assertThat(store.page(QuarantineStatus.OPEN, ofCustomer(), null, 10)).hasSize(1);
    assertThat(erased(List.of(customer, "unheard of"))).isEqualTo(Map.of("quarantine", 1L));
    listener(1_000_000, 0).onBatch(List.of(letter(true, Instant.now())));
    assertThat(store.page(QuarantineStatus.OPEN, ofCustomer(), null, 10)).isEmpty();
    assertThat(erased(List.of(customer))).isEqualTo(Map.of("quarantine", 0L));
  }

  private Map<String, Long> erased(List<String> customers) {
    return Objects.requireNonNull(
        transactions.execute(_ -> {
          erased.enter(customers);
          return erase.erase(customers);
        }));
  }

  @Test
  void forgetsWhatItHasKeptLongEnough() throws Exception {
    String path = held("o-1");
    Instant now = clock.instant();
    assertThat(oldestAfterTidying(now.plus(MONTH).minusSeconds(60)))
        .isGreaterThanOrEqualTo(MONTH.minusSeconds(60).toSeconds());
    assertThat(client.get(path).status()).isEqualTo(200);
    assertThat(oldestAfterTidying(now.plus(MONTH).plusSeconds(60))).isZero();
    assertThat(client.get(path).status()).isEqualTo(404);
  }

  private double oldestAfterTidying(Instant now) {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    upkeep(now, metrics).tidy();
    return metrics.get("churnops.quarantine.oldest.seconds").gauge().value();
  }

  private QuarantineListener listener(int maxOpen, int maxOpenRefused) {
    return new QuarantineListener(
        store,
        erased,
        transactions,
        limits(maxOpen, maxOpenRefused),
        ids,
        clock,
        new SimpleMeterRegistry());
  }

  private QuarantineUpkeep upkeep(Instant now, SimpleMeterRegistry metrics) {
    return new QuarantineUpkeep(store, limits(10, 10), InstantSource.fixed(now), metrics);
  }

  private static QuarantineProperties limits(int maxOpen, int maxOpenRefused) {
    return new QuarantineProperties(maxOpen, maxOpenRefused, MONTH, MONTH);
  }

  private ConsumerRecord<String, byte[]> letter(boolean quarantined, Instant refusedAt) {
    return letter(quarantined, refusedAt, Math.abs((long) customer.hashCode()));
  }

  private ConsumerRecord<String, byte[]> letter(
      boolean quarantined, Instant refusedAt, long offset) {
    var letter =
        new ProducerRecord<>(Topics.CUSTOMER_EVENTS_DEAD_LETTER, customer, order("l").bytes());
    header(letter, CloudEventHeaders.DEAD_LETTER_CODE, "test");
    header(letter, EventRecords.REFUSED_AT, refusedAt.toString());
    if (quarantined) {
      header(letter, EventRecords.QUARANTINED, "true");
    }
    return new ConsumerRecord<>(
        letter.topic(),
        1_000_000 + (quarantined ? 1 : 0),
        offset,
        refusedAt.toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        0,
        customer,
        letter.value(),
        letter.headers(),
        Optional.empty());
  }

  /** A letter of the feature store. */
  private ConsumerRecord<String, byte[]> letter(
      boolean quarantined, Instant refusedAt, long offset, String timestampOfOrigin) {
    ConsumerRecord<String, byte[]> letter = letter(quarantined, refusedAt, offset);
    Map.of(
            CloudEventHeaders.DEAD_LETTER_PARTITION,
            "1",
            CloudEventHeaders.DEAD_LETTER_OFFSET,
            Integer.toString(Math.abs(customer.hashCode())),
            CloudEventHeaders.DEAD_LETTER_TIMESTAMP,
            timestampOfOrigin)
        .forEach(
            (name, value) -> letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return letter;
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The path of an event that waits in quarantine. */
  private String held(String id) throws Exception {
    int before = page("").get("items").size();
    client.post(ONE, order(id).with("time", Instant.now().plusSeconds(600).toString()).bytes());
    return "/v1/quarantine/" + listed(before + 1).getFirst().get("itemId").stringValue();
  }

  private List<JsonNode> listed(int count) {
    return await()
        .until(() -> page("").get("items").valueStream().toList(), items -> items.size() == count);
  }

  private JsonNode page(String more) throws Exception {
    return client.get("/v1/quarantine?subject=" + customer + more).json();
  }

  private Answer post(String path, String body) throws Exception {
    return client.post(path, "application/json", BodyPublishers.ofString(body));
  }

  private List<ConsumerRecord<String, byte[]>> events() {
    return TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer);
  }

  private QuarantineFilter ofCustomer() {
    return new QuarantineFilter(null, null, null, customer, null, null, null, null);
  }

  private EventTexts order(String id) {
    return EventTexts.order(id + customer)
        .with("subject", customer)
        .with("time", Instant.now().toString());
  }
}
