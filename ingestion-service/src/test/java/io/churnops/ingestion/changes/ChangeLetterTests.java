package io.churnops.ingestion.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.CloudEventHeaders;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read from the topic of records that could not become events. */
class ChangeLetterTests {

  @Test
  void showsARecordWithoutItsSchemaAndNamesWhoIsInIt() {
    ChangeLetter letter =
        letter(
                "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"op\":\"c\",\"ts_ms\":1,"
                    + "\"after\":{\"id\":7,\"who\":\"C-1\"},"
                    + "\"source\":{\"schema\":\"shop\",\"table\":\"orders\"}}}")
            .orElseThrow();
    assertThat(letter.table()).isEqualTo("shop.orders");
    assertThat(letter.shown()).startsWith("{\"op\":\"c\"").doesNotContain("struct");
    assertThat(letter.named()).contains("C-1", "7", "the key").doesNotContain("struct");
  }

  @Test
  void takesWhateverLiesThere() {
    ChangeLetter text = letter("no JSON: \u0000 C-1, C-2").orElseThrow();
    assertThat(text.shown()).isEqualTo("no JSON:   C-1, C-2");
    assertThat(text.named()).contains("C-1", "C-2");
    assertThat(text.table()).isNull();
    ChangeLetter deep = letter("[".repeat(10_000) + "]".repeat(10_000)).orElseThrow();
    assertThat(deep.shown()).hasSize(ChangeLetter.MAX_SHOWN);
    assertThat(letter("{\"n\": 1e99999999999}").orElseThrow().shown()).contains("1e999");
    assertThat(letter(null).orElseThrow().shown()).isEmpty();
    ChangeLetter half = letter("\"" + "x".repeat(1_998) + "\uD83D\uDE00\"").orElseThrow();
    assertThat(half.shown()).endsWith("?");
    assertThat(letter("{\"a\": \"\\ud800\"}").orElseThrow().shown()).isEqualTo("{\"a\":\"?\"}");
  }

  @Test
  void passesOverWhatIsNoSuchLetter() {
    ConsumerRecord<String, byte[]> foreign =
        new ConsumerRecord<>("dlt", 0, 0, "key", "{}".getBytes(UTF_8));
    assertThat(ChangeLetter.of(foreign, new EnvelopeReader())).isEmpty();
    ConsumerRecord<String, byte[]> wrong = record("{}");
    wrong.headers().add(CloudEventHeaders.DEAD_LETTER_OFFSET, "first".getBytes(UTF_8));
    assertThat(ChangeLetter.of(wrong, new EnvelopeReader())).isEmpty();
  }

  private static Optional<ChangeLetter> letter(@Nullable String value) {
    return ChangeLetter.of(record(value), new EnvelopeReader());
  }

  private static ConsumerRecord<String, byte[]> record(@Nullable String value) {
    ConsumerRecord<String, byte[]> letter =
        new ConsumerRecord<>("dlt", 0, 0, "the key", value == null ? null : value.getBytes(UTF_8));
    header(letter, ChangeDeadLetters.MAPPING, "shop");
    header(letter, ChangeDeadLetters.TOPIC, "cdc.shop");
    header(letter, CloudEventHeaders.DEAD_LETTER_PARTITION, "3");
    header(letter, CloudEventHeaders.DEAD_LETTER_OFFSET, "17");
    header(letter, CloudEventHeaders.DEAD_LETTER_TIMESTAMP, "1767300000000");
    header(letter, CloudEventHeaders.DEAD_LETTER_CODE, "malformed_json");
    return letter;
  }

  private static void header(ConsumerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
