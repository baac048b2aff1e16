package io.churnops.ingestion.quarantine;

import static io.churnops.ingestion.IngestionClient.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.eventlog.EventRecords;
import io.churnops.kit.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the quarantine takes in from the dead-letter topic, and how long it keeps that. */
class QuarantineListenerIT extends RunningQuarantine {

  private static final Duration MONTH = Duration.ofDays(30);

  @Autowired EraseFromQuarantine erase;
  @Autowired Ids ids;

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
    assertThat(oldestAfterTidying(now.plus(MONTH).minusSeconds(3_600)))
        .isGreaterThanOrEqualTo(MONTH.minusSeconds(3_600).toSeconds());
    assertThat(client.get(path).status()).isEqualTo(200);
    assertThat(oldestAfterTidying(now.plus(MONTH).plusSeconds(60))).isZero();
    assertThat(client.get(path).status()).isEqualTo(404);
  }

  private double oldestAfterTidying(Instant now) {
    return afterTidying("churnops.quarantine.oldest.seconds", now);
  }

  private double afterTidying(String gauge, Instant now) {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    upkeep(now, metrics).tidy();
    return metrics.get(gauge).gauge().value();
  }

  @Test
  void tellsHowFullItIs() throws Exception {
    held("o-1");
    await()
        .untilAsserted(() ->
            assertThat(afterTidying("churnops.quarantine.filled.ratio", clock.instant()))
                .isEqualTo(store.countOpen().filled(limits(10, 10)))
                .isGreaterThanOrEqualTo(0.1));
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

  private QuarantineFilter ofCustomer() {
    return new QuarantineFilter(null, null, null, customer, null, null, null, null);
  }
}
