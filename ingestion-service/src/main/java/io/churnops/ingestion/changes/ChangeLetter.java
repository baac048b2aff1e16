package io.churnops.ingestion.changes;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.NamedCustomers;
import io.churnops.ingestion.eventlog.EventRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record of a capture that could not become an event, from the topic where they are.
 *
 * @param timestamp of the record in the topic of the capture
 * @param cut whether only its beginning is there
 * @param change what it says, as far as it can be read
 * @param shown the beginning of what it holds, for people, without its schema
 * @param named everything in it that may be a customer's id
 */
record ChangeLetter(
    String mapping,
    CapturedRecord captured,
    long timestamp,
    String code,
    String detail,
    Instant refusedAt,
    boolean cut,
    Change change,
    String shown,
    Set<String> named) {

  static final int MAX_SHOWN = 2_000;

  private static final int MAX_NAME = 255;
  private static final int MAX_DETAIL = 2_000;
  private static final byte[] NOTHING = {};
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Empty for a record of the topic that is no such letter. */
  static Optional<ChangeLetter> of(ConsumerRecord<String, byte[]> letter, EnvelopeReader reader) {
    String mapping = header(letter, ChangeDeadLetters.MAPPING);
    String topic = header(letter, ChangeDeadLetters.TOPIC);
    String partition = header(letter, CloudEventHeaders.DEAD_LETTER_PARTITION);
    String offset = header(letter, CloudEventHeaders.DEAD_LETTER_OFFSET);
    String timestamp = header(letter, CloudEventHeaders.DEAD_LETTER_TIMESTAMP);
    if (mapping == null
        || topic == null
        || partition == null
        || offset == null
        || timestamp == null) {
      return Optional.empty();
    }
    try {
      CapturedRecord captured =
          new CapturedRecord(
              text(topic, MAX_NAME, ""),
              Integer.parseInt(partition),
              Long.parseLong(offset),
              CapturedRecord.bytes(letter.key()),
              letter.value() == null ? NOTHING : letter.value());
      return Optional.of(of(letter, mapping, captured, Long.parseLong(timestamp), reader));
    } catch (NumberFormatException foreign) {
      return Optional.empty();
    }
  }

  private static ChangeLetter of(
      ConsumerRecord<String, byte[]> letter,
      String mapping,
      CapturedRecord captured,
      long timestamp,
      EnvelopeReader reader) {
    Content content = Content.of(captured.value());
    Set<String> named = new LinkedHashSet<>(content.named());
    if (captured.key() != null) {
      named.addAll(Content.of(captured.key()).named());
    }
    return new ChangeLetter(
        text(mapping, MAX_NAME, ""),
        captured,
        timestamp,
        text(header(letter, CloudEventHeaders.DEAD_LETTER_CODE), EventJudge.MAX_TEXT, "unknown"),
        text(header(letter, CloudEventHeaders.DEAD_LETTER_DETAIL), MAX_DETAIL, ""),
        Instant.ofEpochMilli(Math.max(0, letter.timestamp())),
        header(letter, EventRecords.CUT) != null,
        reader.read(captured.key(), captured.value()),
        text(content.shown(), MAX_SHOWN, ""),
        named);
  }

  /** The table whose row it is about, if it says so in a way that can be kept. */
  @Nullable String table() {
    return change instanceof Change.OfRow row ? text(row.table(), MAX_DETAIL, "") : null;
  }

  private record Content(String shown, Set<String> named) {

    static Content of(byte @Nullable [] bytes) {
      byte[] content = bytes == null ? NOTHING : bytes;
      try {
        JsonNode json = JSON.readTree(content);
        JsonNode told = json.has("schema") && json.has("payload") ? json.get("payload") : json;
        return new Content(told.toString(), NamedCustomers.inAnything(told));
      } catch (JacksonException | NumberFormatException notJson) {
        String text = new String(content, StandardCharsets.UTF_8);
        return new Content(text, NamedCustomers.inText(text));
      }
    }
  }

  /** What Postgres can keep of a text. */
  private static String text(@Nullable String text, int longest, String otherwise) {
    if (text == null) {
      return otherwise;
    }
    String some = text.length() > longest ? text.substring(0, longest) : text;
    // Halves of surrogate pairs become question marks.
    return new String(some.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\0', ' ');
  }

  private static @Nullable String header(ConsumerRecord<?, ?> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
