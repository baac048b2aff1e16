package io.churnops.feature.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.features.engine.CustomerEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDecoderTests {

  private static final Instant APPENDED = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void readsAnEvent() throws Exception {
    ReceivedEvent received = decode(record("{\"amountMinor\": 5}", _ -> {}));

    assertThat(received.event().customerId()).isEqualTo("C-1");
    assertThat(received.event().timeMicros())
        .isEqualTo(EventTime.toMicros(Instant.parse("2026-11-21T09:59:59.123456Z")));
    assertThat(received.event().data().path("amountMinor").intValue()).isEqualTo(5);
    assertThat(received.partition()).isEqualTo(2);
    assertThat(received.offset()).isEqualTo(77);
  }

  @Test
  void takesTheTimeOfTheRecordAsKnownTimeUnlessAHeaderSaysOtherwise() throws Exception {
    assertThat(decode(record("{}", _ -> {})).event().knownMicros())
        .isEqualTo(EventTime.toMicros(APPENDED));
    assertThat(
            decode(record("{}", set(CloudEventHeaders.KNOWN_TIME, "2026-11-21T11:00:01+01:00")))
                .event()
                .knownMicros())
        .isEqualTo(EventTime.toMicros(Instant.parse("2026-11-21T10:00:01Z")));
  }

  @Test
  void allowsClocksToDifferByFiveMinutes() throws Exception {
    decode(record("{}", set(CloudEventHeaders.TIME, "2026-11-21T10:05:00.000999Z")));

    assertThat(codeOf(record("{}", set(CloudEventHeaders.TIME, "2026-11-21T10:05:00.001001Z"))))
        .isEqualTo("time_in_the_future");
  }

  /** A state that knows of the future could not answer for the present. */
  @Test
  void refusesToHaveKnownBeforeTheRecordWasWritten() throws Exception {
    decode(record("{}", set(CloudEventHeaders.KNOWN_TIME, "2026-11-21T10:05:00Z")));

    assertThat(codeOf(record("{}", set(CloudEventHeaders.KNOWN_TIME, "2026-11-21T10:06:00Z"))))
        .isEqualTo("known_time_in_the_future");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21, malformed_ce_time",
    "2026-11-21T10:00:00, malformed_ce_time",
    "2026-02-30T10:00:00Z, malformed_ce_time",
    "2026-11-21T25:00:00Z, malformed_ce_time",
    "1763719200, malformed_ce_time",
    "0000-12-31T23:59:59Z, malformed_ce_time",
    "-0001-01-01T00:00:00Z, malformed_ce_time",
    "+999999999-12-31T23:59:59Z, malformed_ce_time",
  })
  void refusesWhatIsNoTime(String time, String code) {
    assertThat(codeOf(record("{}", set(CloudEventHeaders.TIME, time)))).isEqualTo(code);
  }

  @Test
  void refusesPayloadsBeyondTheLimits() {
    assertThat(codeOf(record("{\"a\":\"" + "x".repeat(1 << 20) + "\"}", _ -> {})))
        .isEqualTo("data_too_large");
    assertThat(codeOf(record("{\"a\":".repeat(65) + "1" + "}".repeat(65), _ -> {})))
        .isEqualTo("malformed_json");
    assertThat(codeOf(record("\uFEFF{}", _ -> {}))).isEqualTo("malformed_json");
  }

  /** What was acknowledged is not buried because of its name. */
  @Test
  void takesAnyNameThatIsTextWithoutControlCharacters() throws Exception {
    long seed = 47;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String name = name(random);
      CustomerEvent event =
          decode(
                  record(
                      name,
                      "{}",
                      set(CloudEventHeaders.SUBJECT, name)
                          .andThen(set(CloudEventHeaders.ID, name))
                          .andThen(set(CloudEventHeaders.SOURCE, name))))
              .event();
      assertThat(List.of(event.customerId(), event.id(), event.source()))
          .as("seed %s, name %s of %s", seed, i, name.codePoints().boxed().toList())
          .containsOnly(name);
    }
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    if (random.nextBoolean()) {
      name.append(random.nextBoolean() ? '\uFEFF' : '\uFFFD');
    }
    for (int length = 1 + random.nextInt(20); length > 0; length--) {
      int character = random.nextInt(random.nextBoolean() ? 0x250 : Character.MAX_CODE_POINT);
      boolean isText =
          !Character.isISOControl(character)
              && Character.getType(character) != Character.SURROGATE
              && !Character.isWhitespace(character);
      name.appendCodePoint(isText ? character : 'x');
    }
    return name.toString();
  }

  @Test
  void saysNothingOfTheCustomerInAReason() {
    assertThatExceptionOfType(BadEventException.class)
        .isThrownBy(() -> decode(record("{\"secret\": ", _ -> {})))
        .satisfies(bad -> assertThat(bad.detail()).doesNotContain("secret", "C-1"));
  }

  /** Pinned: a change would let every event of the past in once more. */
  @Test
  void namesAnEventByTheDigestOfSourceAndId() {
    assertThat(EventDecoder.key("/shop/web", "o-77"))
        .isEqualTo(UUID.fromString("965b8806-1a70-06e1-b4f0-0798a7a3df4e"));
    assertThat(EventDecoder.key("/shop/webo", "-77"))
        .isNotEqualTo(EventDecoder.key("/shop/web", "o-77"));
  }

  @Test
  void countsOnWhereTheLogBeganWithTheTopic() throws Exception {
    var source = new LogSource(UUID.randomUUID(), 2, 5_000);

    assertThat(EventDecoder.decode(record("{}", _ -> {}), source).offset()).isEqualTo(5_077);
  }

  private static ReceivedEvent decode(ConsumerRecord<String, byte[]> record)
      throws BadEventException {
    return EventDecoder.decode(record, new LogSource(new UUID(0, 1), record.partition(), 0));
  }

  private static String codeOf(ConsumerRecord<String, byte[]> record) {
    try {
      decode(record);
      return "none";
    } catch (BadEventException e) {
      return e.code();
    }
  }

  private static Consumer<RecordHeaders> set(String name, String value) {
    return headers -> headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static ConsumerRecord<String, byte[]> record(
      String value, Consumer<RecordHeaders> change) {
    return record("C-1", value, change);
  }

  private static ConsumerRecord<String, byte[]> record(
      String key, String value, Consumer<RecordHeaders> change) {
    var headers = new RecordHeaders();
    set(CloudEventHeaders.SPEC_VERSION, "1.0").accept(headers);
    set(CloudEventHeaders.ID, "o-77").accept(headers);
    set(CloudEventHeaders.SOURCE, "/shop/web").accept(headers);
    set(CloudEventHeaders.TYPE, "order.placed").accept(headers);
    set(CloudEventHeaders.SUBJECT, "C-1").accept(headers);
    set(CloudEventHeaders.TIME, "2026-11-21T09:59:59.123456789Z").accept(headers);
    change.accept(headers);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(
        Topics.CUSTOMER_EVENTS,
        2,
        77,
        APPENDED.toEpochMilli(),
        TimestampType.CREATE_TIME,
        3,
        bytes.length,
        key,
        bytes,
        headers,
        Optional.empty());
  }
}
