package io.churnops.ingestion.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.EventSchemas;
import io.churnops.ingestion.event.Extensions;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.event.RawEvent;
import io.churnops.ingestion.eventlog.EventRecords;
import io.churnops.ingestion.quarantine.DeadLetter.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DeadLetterTests {

  private static final EventReader reader = new EventReader();
  private static final EventJudge judge = new EventJudge(new EventSchemas(), new JsonMapper());

  @Test
  void keepsARefusedEventAsItCame() {
    byte[] text = EventTexts.order("o-1").with("time", "2026-11-21T12:06:00Z").bytes();
    DeadLetter letter = DeadLetter.of(consumed(refused(text)));
    assertThat(letter.quarantined()).isTrue();
    assertThat(letter.code()).isEqualTo("time_in_future");
    assertThat(letter.content()).isEqualTo(text);
    assertThat(letter.refusedAt()).isEqualTo(EventTexts.NOW);
    assertThat(letter.head()).isEqualTo(new EventHead("o-1", "/shop/web", "order.placed", "C-1"));
    assertThat(
            DeadLetter.of(consumed(refused(EventTexts.order("o").with("type", "x").bytes())))
                .quarantined())
        .isFalse();
  }

  @Test
  void putsAnEventTogetherThatTheFeatureStoreCouldNotRead() {
    ProducerRecord<String, byte[]> bad = new EventRecords().of(valid().event());
    header(bad, CloudEventHeaders.DEAD_LETTER_CODE, "unreadable");
    header(bad, CloudEventHeaders.DEAD_LETTER_DETAIL, "It\0 is");
    DeadLetter letter = DeadLetter.of(consumed(bad));
    assertThat(letter.code()).isEqualTo("unreadable");
    assertThat(letter.detail()).isEqualTo("It  is");
    assertThat(letter.quarantined()).isFalse();
    assertThat(letter.refusedAt()).isEqualTo(Instant.ofEpochMilli(7));
    assertThat(judge.judge(reader.readOne(letter.content()), EventTexts.NOW, false))
        .isInstanceOfSatisfying(
            Judgement.Valid.class,
            again ->
                assertThat(again.event())
                    .usingRecursiveComparison()
                    .withEqualsForType(
                        (one, other) -> one.toMap().equals(other.toMap()), Extensions.class)
                    .isEqualTo(valid().event()));
  }

  @Test
  void keepsWhateverElseIsThere() {
    byte[] noJson = {(byte) 0xFF, 0, 1};
    byte[] beyondAllBounds = "{\"amountMinor\":1e99999999999}".getBytes(StandardCharsets.UTF_8);
    for (ProducerRecord<String, byte[]> letter :
        List.of(binary(noJson), record(noJson), binary(beyondAllBounds))) {
      DeadLetter kept = DeadLetter.of(consumed(letter));
      assertThat(kept.content()).isEqualTo(letter.value());
      assertThat(kept.code()).isEqualTo("unknown");
      assertThat(kept.head()).isEqualTo(new EventHead(null, null, null, null));
    }
    DeadLetter tombstone = DeadLetter.of(consumed(record(null)));
    assertThat(tombstone.content()).isEmpty();
    assertThat(tombstone.cut()).isFalse();
    ProducerRecord<String, byte[]> oddTime = record(noJson);
    header(oddTime, EventRecords.REFUSED_AT, "noon");
    assertThat(DeadLetter.of(consumed(oddTime)).refusedAt()).isEqualTo(Instant.ofEpochMilli(7));
  }

  @Test
  void namesTheRecordThatWasBadIfItIsToldWhole() {
    ProducerRecord<String, byte[]> bad = record(new byte[0]);
    header(bad, CloudEventHeaders.DEAD_LETTER_PARTITION, "5");
    header(bad, CloudEventHeaders.DEAD_LETTER_OFFSET, "42");
    assertThat(DeadLetter.of(consumed(bad)).origin()).isEmpty();
    header(bad, CloudEventHeaders.DEAD_LETTER_TIMESTAMP, "9");
    assertThat(DeadLetter.of(consumed(bad)).origin()).contains(new Origin(5, 42, 9));
    header(bad, CloudEventHeaders.DEAD_LETTER_OFFSET, "many");
    assertThat(DeadLetter.of(consumed(bad)).origin()).isEmpty();
  }

  @Test
  void cutsWhatIsLargerThanAnEvent() {
    DeadLetter exact = DeadLetter.of(consumed(record(new byte[RawEvent.MAX_BYTES])));
    assertThat(exact.cut()).isFalse();
    DeadLetter large = DeadLetter.of(consumed(record(new byte[RawEvent.MAX_BYTES + 1])));
    assertThat(large.cut()).isTrue();
    assertThat(large.content()).hasSize(RawEvent.MAX_BYTES);
  }

  @Test
  void readsOnlyWhatPostgresCanKeep() {
    String text = "{\"id\":\"a\\u0000\",\"source\":\"\\ud800\",\"type\":7,\"subject\":\"%s\"}";
    assertThat(EventHead.of(text.formatted("s".repeat(201)).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new EventHead(null, null, null, null));
  }

  private static Judgement.Valid valid() {
    byte[] text = EventTexts.order("o-1").with("tenant", "t1").bytes();
    return (Judgement.Valid) judge.judge(reader.readOne(text), EventTexts.NOW, false);
  }

  private static ProducerRecord<String, byte[]> refused(byte[] text) {
    var judged = judge.judge(reader.readOne(text), EventTexts.NOW, false);
    return EventRecords.of((Judgement.Invalid) judged, EventTexts.NOW);
  }

  private static ProducerRecord<String, byte[]> binary(byte[] value) {
    ProducerRecord<String, byte[]> binary = record(value);
    header(binary, CloudEventHeaders.ID, "x");
    return binary;
  }

  private static ProducerRecord<String, byte[]> record(byte @Nullable [] value) {
    return new ProducerRecord<>(Topics.CUSTOMER_EVENTS_DEAD_LETTER, null, value);
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static ConsumerRecord<String, byte[]> consumed(ProducerRecord<String, byte[]> sent) {
    return new ConsumerRecord<>(
        Topics.CUSTOMER_EVENTS_DEAD_LETTER,
        3,
        11,
        7,
        TimestampType.CREATE_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        new RecordHeaders(sent.headers().toArray()),
        Optional.empty());
  }
}
