package io.churnops.ingestion.event;

import java.util.Arrays;
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
  private final @Nullable JsonNode json;
  private final @Nullable FlawException flaw;

  RawEvent(byte[] text, int from, int to, @Nullable JsonNode json, @Nullable FlawException flaw) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.json = json;
    this.flaw = flaw;
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

  /** The event as it came, cut at {@link #MAX_BYTES}. */
  byte[] original() {
    return Arrays.copyOfRange(text, from, Math.min(to, from + MAX_BYTES));
  }
}
