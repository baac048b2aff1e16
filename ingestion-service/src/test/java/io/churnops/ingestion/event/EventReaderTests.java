package io.churnops.ingestion.event;

import static io.churnops.ingestion.EventTexts.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EventReaderTests {

  private final EventReader reader = new EventReader();

  @Test
  void takesBatchesUpToTheLimit() {
    assertThat(reader.readBatch(bytes("[]"))).isEmpty();
    assertThat(reader.readBatch(batchOf(2_499))).hasSize(2_499);
    assertThat(reader.readBatch(batchOf(2_500))).hasSize(2_500);
    assertThatThrownBy(() -> reader.readBatch(batchOf(2_501)))
        .isInstanceOf(BatchTooLargeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "{}", "[{}", "[{}] x", "[{},]", "{\"a\":}", "[{\"a\":NaN}]", "[1e]"})
  void refusesBodiesThatAreNoBatch(String text) {
    assertThatThrownBy(() -> reader.readBatch(bytes(text)))
        .isInstanceOf(UnreadableBodyException.class);
  }

  @Test
  void saysWhereTheTextBreaksWithoutQuotingIt() {
    assertThatThrownBy(() -> reader.readBatch(bytes("[{\"name\":\"Jane\" oops")))
        .hasMessageContaining("byte")
        .hasMessageNotContaining("Jane")
        .hasMessageNotContaining("oops");
  }

  @Test
  void keepsTheTextOfEachEventOfABatch() {
    List<RawEvent> events = reader.readBatch(bytes(" [ {\"ä\": 1} ,\n{\"b\":[2]}, 7, null ] "));
    assertThat(events.stream().map(e -> new String(e.original(), StandardCharsets.UTF_8)))
        .containsExactly("{\"ä\": 1}", "{\"b\":[2]}", "7", "null");
  }

  @Test
  void findsDuplicateKeysInOneEventAndSparesTheOthers() {
    List<RawEvent> events =
        reader.readBatch(
            bytes("[{\"id\":1},{\"id\":1,\"id\":1},{\"data\":{\"a\":1,\"a\":null}},{\"id\":2}]"));
    assertThat(events.stream().map(EventReaderTests::flaw))
        .isEqualTo(Arrays.asList(null, Flaw.DUPLICATE_KEY, Flaw.DUPLICATE_KEY, null));
  }

  @Test
  void limitsTheNestingOfAnEvent() {
    assertThat(flaw(reader.readOne(nested(StrictJson.MAX_DEPTH - 1)))).isNull();
    assertThat(flaw(reader.readOne(nested(StrictJson.MAX_DEPTH)))).isNull();
    assertThat(flaw(reader.readOne(nested(StrictJson.MAX_DEPTH + 1)))).isEqualTo(Flaw.TOO_DEEP);
  }

  @Test
  void survivesTenThousandLevels() {
    assertThatThrownBy(() -> reader.readOne(nested(10_000)))
        .isInstanceOf(UnreadableBodyException.class);
    assertThatThrownBy(() -> reader.readBatch(nested(10_000)))
        .isInstanceOf(UnreadableBodyException.class);
    assertThat(flaw(reader.readLine(nested(10_000)))).isEqualTo(Flaw.TOO_DEEP);
    assertThatThrownBy(() -> reader.readBatch(bytes("[" + "{\"a\":".repeat(1_000_000))))
        .isInstanceOf(UnreadableBodyException.class);
  }

  @Test
  void keepsNoTreeOfABatch() {
    String escaped = "{\"\\u0069d\":\"e\",\"data\":{\"a\":[{},{}]}}";
    byte[] mostlyPlain = bytes("[" + order("o").text() + "," + escaped + "]");
    byte[] any = bytes("[" + escaped + ",[1]]");
    for (byte[] text : List.of(mostlyPlain, any)) {
      assertThat(reader.readBatch(text)).noneMatch(RawEvent::hasTree);
      assertThat(EventReader.readAnyBatch(text)).noneMatch(RawEvent::hasTree);
    }
  }

  @Test
  void makesATreeAgainAsItWasRead() {
    for (String text :
        List.of("{\"a\":\"\\u00e4\",\"a\":1.50}", "\"ä\"", "\uFEFF{\"a\":[null]}", "-7")) {
      RawEvent event = reader.readOne(bytes(text));
      JsonNode first = event.json();
      assertThat(event.hasTree()).isTrue();
      event.dropTree();
      assertThat(event.hasTree()).isFalse();
      assertThat(event.json()).as(text).isNotSameAs(first).isEqualTo(first);
    }
  }

  @Test
  void makesNoLargeTreeOfAnEventThatIsTooLarge() {
    String many = String.join(",", Collections.nCopies(100_000, "{}"));
    for (String data : List.of("[" + many + "]", "{\"a\":[" + many + "]}")) {
      byte[] one = bytes("{\"data\":" + data + ",\"id\":\"e\",\"more\":{},\"subject\":\"C\"}");
      RawEvent event = reader.readOne(one);
      assertThat(flaw(event)).isEqualTo(Flaw.EVENT_TOO_LARGE);
      JsonNode tree = Objects.requireNonNull(event.json());
      assertThat(tree.findValues("id")).hasSize(1);
      assertThat(tree.get("subject").stringValue()).isEqualTo("C");
      assertThat(tree.toString()).hasSizeLessThan(RawEvent.MAX_BYTES * 2);
    }
    for (String text : List.of("{" + names(100_000) + "}", "[" + many + "]")) {
      JsonNode tree = Objects.requireNonNull(reader.readOne(bytes(text)).json());
      assertThat(tree).hasSizeLessThan(RawEvent.MAX_BYTES);
    }
  }

  @Test
  void takesAsManyValuesAsAnEventHasRoomFor() {
    int values = (RawEvent.MAX_BYTES - 5) / 2;
    RawEvent event = reader.readOne(bytes("{\"\":" + "[" + "0,".repeat(values - 2) + "0]}"));
    assertThat(event.size()).isBetween(RawEvent.MAX_BYTES - 2, RawEvent.MAX_BYTES);
    assertThat(flaw(event)).isNull();
    assertThat(Objects.requireNonNull(event.json()).get("")).hasSize(values - 1);
  }

  private static String names(int count) {
    StringJoiner members = new StringJoiner(",");
    for (int i = 0; i < count; i++) {
      members.add("\"" + i + "\":0");
    }
    return members.toString();
  }

  @Test
  void refusesTextThatNoStoreCanKeep() {
    assertThat(flaw(reader.readOne(bytes("{\"a\":\"x\\u0000\"}")))).isEqualTo(Flaw.UNSTORABLE_TEXT);
    assertThat(flaw(reader.readOne(bytes("{\"a\\u0000\":1}")))).isEqualTo(Flaw.UNSTORABLE_TEXT);
    assertThat(flaw(reader.readOne(bytes("{\"a\":\"\\ud800\"}")))).isEqualTo(Flaw.UNSTORABLE_TEXT);
    assertThat(flaw(reader.readOne(bytes("{\"a\":\"\\udc00\"}")))).isEqualTo(Flaw.UNSTORABLE_TEXT);
    assertThat(flaw(reader.readOne(bytes("{\"a\":\"\\ud83d\\ude00 😀\"}")))).isNull();
  }

  @Test
  void refusesNumbersNoDoubleCanHold() {
    assertThat(flaw(reader.readOne(bytes("{\"a\":1e300}")))).isEqualTo(Flaw.NUMBER_OUT_OF_RANGE);
    assertThat(flaw(reader.readOne(bytes("{\"a\":-1e999999999}"))))
        .isEqualTo(Flaw.NUMBER_OUT_OF_RANGE);
    assertThat(flaw(reader.readOne(bytes("{\"a\":1e99999999999}"))))
        .isEqualTo(Flaw.NUMBER_OUT_OF_RANGE);
    assertThat(reader.readBatch(bytes("[{\"a\":0e-99999999999,\"a\":2},{\"a\":1}]")))
        .extracting(EventReaderTests::flaw)
        .containsExactly(Flaw.NUMBER_OUT_OF_RANGE, null);
    assertThat(flaw(reader.readOne(bytes("{\"a\":1e-301}")))).isEqualTo(Flaw.NUMBER_OUT_OF_RANGE);
    assertThat(flaw(reader.readOne(bytes("{\"a\":" + "9".repeat(301) + "}"))))
        .isEqualTo(Flaw.NUMBER_OUT_OF_RANGE);
    assertThat(
            flaw(reader.readOne(bytes("{\"a\":1e299,\"b\":1e-300,\"c\":" + "9".repeat(300) + "}"))))
        .isNull();
  }

  @Test
  void readsUtf8Only() {
    String text = "{\"a\":\"ä\"}";
    assertThat(flaw(reader.readOne(text.getBytes(StandardCharsets.UTF_8)))).isNull();
    for (var charset :
        List.of(
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_32,
            StandardCharsets.ISO_8859_1)) {
      assertThatThrownBy(() -> reader.readOne(text.getBytes(charset)))
          .as(charset.name())
          .isInstanceOf(UnreadableBodyException.class);
    }
  }

  @Test
  void takesALineThatIsNotJsonAsOneFlawedEvent() {
    assertThat(flaw(reader.readLine(bytes("not json")))).isEqualTo(Flaw.MALFORMED_JSON);
    assertThat(flaw(reader.readLine(bytes("{} {}")))).isEqualTo(Flaw.MALFORMED_JSON);
    assertThat(flaw(reader.readLine(new byte[RawEvent.MAX_BYTES + 1])))
        .isEqualTo(Flaw.EVENT_TOO_LARGE);
  }

  private static @Nullable Flaw flaw(RawEvent event) {
    FlawException flaw = event.flaw();
    return flaw == null ? null : flaw.flaw();
  }

  private static byte[] nested(int levels) {
    return bytes("[".repeat(levels) + "]".repeat(levels));
  }

  private static byte[] batchOf(int events) {
    return bytes("[" + String.join(",", Collections.nCopies(events, "{}")) + "]");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
