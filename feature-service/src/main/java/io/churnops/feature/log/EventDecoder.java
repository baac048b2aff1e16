package io.churnops.feature.log;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Rfc3339;
import io.churnops.features.engine.CustomerEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads Kafka records as customer events and refuses what is none. Looks at the record alone,
 * neither at a clock nor at other records, so that the same record is always judged the same.
 */
public final class EventDecoder {

  private static final int MAX_NAME_BYTES = 1024;

  /** Of JSON it is no part; of a name, in which it is another character, it is. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Five minutes, and a millisecond, to which the timestamp of a record is cut. */
  private static final long MAX_AHEAD_MICROS = (5 * 60 * 1_000L + 1) * 1_000L;

  /** As good as new after each digest. */
  private static final ThreadLocal<MessageDigest> DIGESTS =
      ThreadLocal.withInitial(EventDecoder::sha256);

  private EventDecoder() {}

  /**
   * The event in a record.
   *
   * @param source whence the record comes
   * @throws BadEventException if the record is not a valid customer event
   */
  public static ReceivedEvent decode(ConsumerRecord<String, byte[]> record, LogSource source)
      throws BadEventException {
    if (!"1.0".equals(header(record, CloudEventHeaders.SPEC_VERSION))) {
      throw new BadEventException(
          "unsupported_specversion", "The header ce_specversion must be 1.0");
    }
    String id = name(record, CloudEventHeaders.ID);
    String name = name(record, CloudEventHeaders.SOURCE);
    String type = name(record, CloudEventHeaders.TYPE);
    String customer = record.key();
    if (!name(record, CloudEventHeaders.SUBJECT).equals(customer)) {
      throw new BadEventException(
          "key_is_not_subject", "The record's key must equal the header ce_subject");
    }
    long time = time(CloudEventHeaders.TIME, header(record, CloudEventHeaders.TIME));
    long known = knownTime(record);
    if (time > known + MAX_AHEAD_MICROS) {
      throw new BadEventException(
          "time_in_the_future", "The event is dated more than 5 minutes after it became known");
    }
    byte[] json = record.value();
    var event = new CustomerEvent(name, id, type, customer, time, known, payload(json));
    return new ReceivedEvent(
        event, key(name, id), json, source.partition(), source.offset(record.offset()));
  }

  private static String name(ConsumerRecord<String, byte[]> record, String header)
      throws BadEventException {
    byte[] bytes = value(record, header);
    String name = bytes == null ? "" : headerText(header, bytes);
    if (bytes == null || name.isBlank()) {
      throw new BadEventException("missing_" + header, "The header " + header + " is missing");
    }
    if (bytes.length > MAX_NAME_BYTES) {
      throw new BadEventException(
          "too_long_" + header, "The header " + header + " exceeds " + MAX_NAME_BYTES + " bytes");
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        throw new BadEventException(
            "malformed_" + header, "The header " + header + " holds control characters");
      }
    }
    return name;
  }

  private static @Nullable String header(ConsumerRecord<String, byte[]> record, String header)
      throws BadEventException {
    byte[] bytes = value(record, header);
    return bytes == null ? null : headerText(header, bytes);
  }

  private static byte @Nullable [] value(ConsumerRecord<String, byte[]> record, String header) {
    Header found = record.headers().lastHeader(header);
    return found == null ? null : found.value();
  }

  private static String headerText(String header, byte[] bytes) throws BadEventException {
    return utf8(bytes, "malformed_" + header, "The header " + header + " is not UTF-8");
  }

  private static long knownTime(ConsumerRecord<String, byte[]> record) throws BadEventException {
    String header = header(record, CloudEventHeaders.KNOWN_TIME);
    long written = record.timestamp() * 1_000;
    if (header == null) {
      if (written < 0) {
        throw new BadEventException("missing_timestamp", "The record carries no timestamp");
      }
      return written;
    }
    long known = time(CloudEventHeaders.KNOWN_TIME, header);
    if (written >= 0 && known > written + MAX_AHEAD_MICROS) {
      throw new BadEventException(
          "known_time_in_the_future",
          "The event became known more than 5 minutes after its record was written");
    }
    return known;
  }

  private static long time(String header, @Nullable String text) throws BadEventException {
    if (text == null) {
      throw new BadEventException("missing_" + header, "The header " + header + " is missing");
    }
    long micros =
        Rfc3339.micros(text)
            .orElseThrow(() ->
                new BadEventException(
                    "malformed_" + header, "The header " + header + " is not an RFC 3339 time"));
    if (!EventTime.isCalendar(micros)) {
      throw new BadEventException(
          "malformed_" + header, "The header " + header + " is not in the years 1 to 9999");
    }
    return micros;
  }

  private static JsonNode payload(byte @Nullable [] json) throws BadEventException {
    if (json == null || json.length == 0) {
      throw new BadEventException("missing_data", "The record has no value");
    }
    if (json.length > EventPayload.MAX_BYTES) {
      throw new BadEventException(
          "data_too_large", "The value exceeds " + EventPayload.MAX_BYTES + " bytes");
    }
    JsonNode data;
    String text = utf8(json, "malformed_json", "The value is not UTF-8");
    if (text.startsWith(BYTE_ORDER_MARK)) {
      throw new BadEventException("malformed_json", "The value begins with a byte order mark");
    }
    try {
      data = EventPayload.parse(text);
    } catch (JacksonException e) {
      throw new BadEventException(
          "malformed_json",
          "The value is not JSON of at most " + EventPayload.MAX_DEPTH + " levels");
    }
    if (!data.isObject()) {
      throw new BadEventException("data_not_an_object", "The value is not a JSON object");
    }
    return data;
  }

  private static String utf8(byte[] bytes, String code, String detail) throws BadEventException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new BadEventException(code, detail);
    }
    return text;
  }

  static UUID key(String source, String id) {
    MessageDigest digest = DIGESTS.get();
    digest.update(source.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
    return new UUID(hash.getLong(), hash.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
