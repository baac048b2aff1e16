package io.churnops.ingestion.quarantine;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.NamedCustomers;
import io.churnops.ingestion.event.RawEvent;
import io.churnops.ingestion.eventlog.EventRecords;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of the dead-letter topic as a quarantined event: refused by this service, then as it
 * came; or found unreadable by the feature store, then put together again from its headers.
 *
 * @param origin the record that a consumer found bad, if the letter names one
 * @param customers the ids it may be about
 */
record DeadLetter(
    int partition,
    long offset,
    long timestamp,
    Optional<Origin> origin,
    boolean quarantined,
    String code,
    String detail,
    @Nullable String rule,
    EventHead head,
    Instant refusedAt,
    byte[] content,
    boolean cut,
    Set<String> customers) {

  private static final int MAX_DETAIL = 2_000;
  private static final String ATTRIBUTE = "ce_";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** A record of the topic of events; a letter that is written again names the same one. */
  record Origin(int partition, long offset, long timestamp) {

    static Optional<Origin> of(ConsumerRecord<?, ?> letter) {
      String partition = header(letter, CloudEventHeaders.DEAD_LETTER_PARTITION);
      String offset = header(letter, CloudEventHeaders.DEAD_LETTER_OFFSET);
      String timestamp = header(letter, CloudEventHeaders.DEAD_LETTER_TIMESTAMP);
      if (partition == null || offset == null || timestamp == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Origin(
                Integer.parseInt(partition), Long.parseLong(offset), Long.parseLong(timestamp)));
      } catch (NumberFormatException unreadable) {
        return Optional.empty();
      }
    }
  }

  static DeadLetter of(ConsumerRecord<String, byte[]> letter) {
    byte[] whole = content(letter);
    boolean tooLong = whole.length > RawEvent.MAX_BYTES;
    byte[] content = tooLong ? Arrays.copyOf(whole, RawEvent.MAX_BYTES) : whole;
    return new DeadLetter(
        letter.partition(),
        letter.offset(),
        letter.timestamp(),
        Origin.of(letter),
        header(letter, EventRecords.QUARANTINED) != null,
        text(header(letter, CloudEventHeaders.DEAD_LETTER_CODE), EventJudge.MAX_TEXT, "unknown"),
        text(header(letter, CloudEventHeaders.DEAD_LETTER_DETAIL), MAX_DETAIL, ""),
        header(letter, EventRecords.RULE),
        EventHead.of(content),
        refusedAt(letter),
        content,
        tooLong || header(letter, EventRecords.CUT) != null,
        NamedCustomers.inEvent(content, letter.key()));
  }

  private static byte[] content(ConsumerRecord<String, byte[]> letter) {
    byte[] value = letter.value() == null ? new byte[0] : letter.value();
    if (letter.headers().lastHeader(CloudEventHeaders.ID) == null
        || value.length > RawEvent.MAX_BYTES) {
      return value;
    }
    try { // CloudEvents in binary mode
      JsonNode data = JSON.readTree(value);
      ObjectNode event = JSON.createObjectNode();
      for (Header header : letter.headers()) {
        if (header.key().startsWith(ATTRIBUTE) && header.value() != null) {
          event.put(
              header.key().substring(ATTRIBUTE.length()),
              new String(header.value(), StandardCharsets.UTF_8));
        }
      }
      event.set("data", data);
      return JSON.writeValueAsBytes(event);
    } catch (JacksonException | NumberFormatException notJson) {
      return value;
    }
  }

  private static Instant refusedAt(ConsumerRecord<String, byte[]> letter) {
    String told = header(letter, EventRecords.REFUSED_AT);
    try {
      if (told != null) {
        return Instant.parse(told);
      }
    } catch (DateTimeException unreadable) {
      // The broker's time will do.
    }
    return Instant.ofEpochMilli(Math.max(0, letter.timestamp()));
  }

  private static String text(@Nullable String text, int longest, String otherwise) {
    if (text == null) {
      return otherwise;
    }
    String storable = text.replace('\0', ' ');
    return storable.length() > longest ? storable.substring(0, longest) : storable;
  }

  private static @Nullable String header(ConsumerRecord<?, ?> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
