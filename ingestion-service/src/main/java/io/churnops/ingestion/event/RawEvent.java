package io.churnops.ingestion.event;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One event as it came, read but not judged. The bytes stay where they were received until somebody
 * needs them; the tree, which may be thirty times as large, is there only while somebody does.
 */
public final class RawEvent {

  /** Bytes one event may have. */
  public static final int MAX_BYTES = 32 * 1024;

  private final byte[] text;
  private final int from;
  private final int to;
  private final int dataFrom;
  private final int dataTo;
  private final boolean readable;
  private final @Nullable PlainEvent plain;
  private final @Nullable FlawException flaw;
  private @Nullable JsonNode json;

  private RawEvent(
      byte[] text,
      int from,
      int to,
      int dataFrom,
      int dataTo,
      boolean readable,
      @Nullable PlainEvent plain,
      @Nullable JsonNode json,
      @Nullable FlawException flaw) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.dataFrom = dataFrom;
    this.dataTo = dataTo;
    this.readable = readable;
    this.plain = plain;
    this.json = json;
    this.flaw = flaw;
  }

  /** An event that was read from a part of the text, with the tree that was made of it. */
  static RawEvent read(byte[] text, int from, int to, JsonNode value, StrictJson json) {
    return new RawEvent(
        text, from, to, json.dataFrom(), json.dataTo(), true, null, value, json.flaw());
  }

  /** An event of which no tree has been made yet, and nothing is wrong with it so far. */
  static RawEvent plain(byte[] text, int from, int to, PlainEvent plain) {
    return new RawEvent(text, from, to, 0, 0, true, plain, null, null);
  }

  /** A text that cannot be read as an event. */
  static RawEvent unreadable(byte[] text, @Nullable FlawException flaw) {
    return new RawEvent(text, 0, text.length, 0, 0, false, null, null, flaw);
  }

  /** The event as it was read, if no tree was needed for it. */
  @Nullable PlainEvent plain() {
    return plain;
  }

  /** The event's JSON, kept until it is dropped; null where it could not be read at all. */
  @Nullable JsonNode json() {
    if (json == null && readable) {
      json = EventReader.tree(text, from, to);
    }
    return json;
  }

  /** Keeps no tree until one is asked for again. */
  void dropTree() {
    json = null;
  }

  boolean hasTree() {
    return json != null;
  }

  /** The event's data; a missing node where there are none. */
  JsonNode data() {
    JsonNode event = json();
    return event == null ? MissingNode.getInstance() : event.path("data");
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

  /** The event's data as compact JSON, if they came as that or as good as that. */
  Optional<byte[]> compactData() {
    if (plain != null) {
      return plain.compactData();
    }
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
