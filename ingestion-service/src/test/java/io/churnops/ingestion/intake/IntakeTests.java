package io.churnops.ingestion.intake;

import static io.churnops.ingestion.EventTexts.NOW;
import static io.churnops.ingestion.EventTexts.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.EventSchemas;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.eventlog.NotConfirmedException;
import io.churnops.ingestion.intake.ItemVerdict.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class IntakeTests {

  private static final EventJudge judge = new EventJudge(new EventSchemas(), new JsonMapper());
  private static final EventReader reader = new EventReader();

  private final RecordingEventLog log = new RecordingEventLog();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Intake intake = new Intake(log, new RecentEvents(3), (_, _) -> {}, metrics);

  @Test
  void givesVerdictsInOrder() {
    List<ItemVerdict> verdicts =
        intake.keep(
            judged(order("a"), order("b").without("subject"), order("a"), order("c")), 10, NOW);
    assertThat(verdicts.stream().map(ItemVerdict::index)).containsExactly(10, 11, 12, 13);
    assertThat(verdicts.stream().map(ItemVerdict::status))
        .containsExactly(Status.ACCEPTED, Status.REJECTED, Status.DUPLICATE, Status.ACCEPTED);
    assertThat(verdicts.get(1).code()).isEqualTo("missing_subject");
    assertThat(log.events()).isEqualTo(2);
  }

  @Test
  void knowsAnEventOfAnEarlierRequest() {
    intake.keep(judged(order("a")), 0, NOW);
    assertThat(statuses(order("a"), order("b"))).containsExactly(Status.DUPLICATE, Status.ACCEPTED);
    assertThat(log.events()).isEqualTo(2);
  }

  @Test
  void takesTheSameIdOfAnotherSourceAsAnotherEvent() {
    assertThat(statuses(order("a"), order("a").with("source", "/shop/app")))
        .containsExactly(Status.ACCEPTED, Status.ACCEPTED);
  }

  @Test
  void forgetsTheOldestEventFirst() {
    intake.keep(judged(order("a"), order("b"), order("c"), order("d")), 0, NOW);
    assertThat(statuses(order("b"), order("c"), order("d"))).containsOnly(Status.DUPLICATE);
    assertThat(statuses(order("a"))).containsExactly(Status.ACCEPTED);
  }

  @Test
  void keepsAgainWhatWasAcknowledgedButNothingTwice() {
    intake.keep(judged(order("a")), 0, NOW);
    assertThat(
            intake.keepAgain(judged(order("a"), order("b"), order("a")), NOW).stream()
                .map(ItemVerdict::status))
        .containsExactly(Status.ACCEPTED, Status.ACCEPTED, Status.DUPLICATE);
    assertThat(log.events()).isEqualTo(3);
  }

  @Test
  void remembersNothingThatWasNotConfirmed() {
    log.available(false);
    assertThatThrownBy(() -> intake.keep(judged(order("a")), 0, NOW))
        .isInstanceOf(NotConfirmedException.class);
    assertThat(metrics.get("churnops.ingest.events").tag("result", "unconfirmed").counter().count())
        .isEqualTo(1);
    log.available(true);
    assertThat(statuses(order("a"))).containsExactly(Status.ACCEPTED);
  }

  @Test
  void keepsWhatItRejectsWithTheReason() {
    byte[] text = order("b").with("type", "nonsense").bytes();
    intake.keep(List.of(judge.judge(reader.readOne(text), NOW, false)), 0, NOW);
    ProducerRecord<String, byte[]> letter = log.deadLetters().getFirst();
    assertThat(letter.key()).isEqualTo("C-1");
    assertThat(letter.value()).isEqualTo(text);
    assertThat(header(letter, CloudEventHeaders.DEAD_LETTER_CODE)).isEqualTo("unknown_type");
    assertThat(header(letter, CloudEventHeaders.DEAD_LETTER_DETAIL)).contains("schema");
    assertThat(header(letter, CloudEventHeaders.CONTENT_TYPE))
        .isEqualTo("application/cloudevents+json");
  }

  @Test
  void doesNotTouchTheLogForDuplicatesAlone() {
    intake.keep(judged(order("a")), 0, NOW);
    log.available(false);
    assertThat(statuses(order("a"))).containsExactly(Status.DUPLICATE);
  }

  @Test
  void countsByResultAndTimesTheAcknowledgement() {
    intake.keep(judged(order("a"), order("a"), order("b").without("id")), 0, NOW);
    for (String result : List.of("accepted", "duplicate", "rejected")) {
      assertThat(metrics.get("churnops.ingest.events").tag("result", result).counter().count())
          .isEqualTo(1);
    }
    assertThat(metrics.get("churnops.ingest.ack").timer().count()).isEqualTo(1);
  }

  private Stream<Status> statuses(EventTexts... events) {
    return intake.keep(judged(events), 0, NOW).stream().map(ItemVerdict::status);
  }

  private static List<Judgement> judged(EventTexts... events) {
    return Stream.of(events)
        .map(event -> judge.judge(reader.readOne(event.bytes()), NOW, false))
        .toList();
  }

  private static String header(ProducerRecord<?, ?> record, String name) {
    return new String(
        Objects.requireNonNull(record.headers().lastHeader(name)).value(), StandardCharsets.UTF_8);
  }
}
