package io.churnops.ingestion.event;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One event as it came, read but not judged. The bytes stay where they were received until somebody
 * needs them.
 */
public final class RawEvent {

  /** Bytes one event may have. */
  public static final int MAX_BYTES = 32 * 1024;

  private final byte[] text;
  private final int from;
  private final int to;
  private final int dataFrom;
  private final int dataTo;
  private final @Nullable JsonNode json;
  private final @Nullable FlawException flaw;

  private RawEvent(
      byte[] text,
      int from,
      int to,
      int dataFrom,
      int dataTo,
      @Nullable JsonNode json,
      @Nullable FlawException flaw) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.dataFrom = dataFrom;
    this.dataTo = dataTo;
    this.json = json;
    this.flaw = flaw;
  }

  /** An event that was read from a part of the text. */
  static RawEvent read(byte[] text, int from, int to, JsonNode value, StrictJson json) {
    return new RawEvent(text, from, to, json.dataFrom(), json.dataTo(), value, json.flaw());
  }

  /** A text that cannot be read as an event. */
  static RawEvent unreadable(byte[] text, @Nullable FlawException flaw) {
    return new RawEvent(text, 0, text.length, 0, 0, null, flaw);
  }

  /** The event's JSON; null where it could not be read at all. */
  @Nullable JsonNode json() {
    return json;
  }

  /** What is already known to be wrong with it. */
  @Nullable FlawException flaw() {
    return size() > MAX_BYTES
        ? new FlawException(
            Flaw.EVENT_TOO_LARGE, "An event may have at most " + MAX_BYTES + " bytes.")
        : flaw;
  }

  int size() {
    return to - from;
  }

  /**
   * The event's data as they came, if that is compact JSON in ASCII and so as good as any other way
   * to write them.
   */
  Optional<byte[]> compactData() {
    boolean inString = false;
    for (int i = dataFrom; i < dataTo; i++) {
      byte b = text[i];
      if (b < 0 || (b <= ' ' && !inString)) {
        return Optional.empty();
      }
      if (b == '"') {
        inString = !inString;
      } else if (b == '\\') {
        i++; // what is escaped is ASCII and ends no string
      }
    }
    return dataFrom == dataTo
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(text, dataFrom, dataTo));
  }

  /** The event as it came, cut at {@link #MAX_BYTES}. */
  byte[] original() {
    return Arrays.copyOfRange(text, from, Math.min(to, from + MAX_BYTES));
  }
}
