package io.churnops.ingestion.event;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads events from JSON text (UTF-8) as they stand, each with its flaw if it has one. */
public final class EventReader {

  /** Events one batch may have. */
  public static final int MAX_BATCH = 2_500;

  /** A batch nested deeper than this is not read to its end. */
  private static final int HARD_DEPTH = 500;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(HARD_DEPTH).build())
          .build();

  /**
   * Reads one event that came alone.
   *
   * @throws UnreadableBodyException if the text is not JSON
   */
  public RawEvent readOne(byte[] text) {
    requireUtf8(text);
    try (JsonParser parser = parse(text)) {
      parser.nextToken();
      RawEvent event = next(parser, new StrictJson(parser), text);
      requireEnd(parser);
      return event;
    } catch (JacksonException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /**
   * Reads a JSON array of events.
   *
   * @throws UnreadableBodyException if the text is not a JSON array
   * @throws BatchTooLargeException if it has more than {@link #MAX_BATCH} events
   */
  public List<RawEvent> readBatch(byte[] text) {
    requireUtf8(text);
    try (JsonParser parser = parse(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new UnreadableBodyException("A batch is a JSON array of events.");
      }
      List<RawEvent> events = new ArrayList<>();
      StrictJson json = new StrictJson(parser);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (events.size() == MAX_BATCH) {
          throw new BatchTooLargeException();
        }
        events.add(next(parser, json, text));
      }
      requireEnd(parser);
      return events;
    } catch (JacksonException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /** Reads one line of a stream; a line that is not JSON is an event with a flaw. */
  public RawEvent readLine(byte[] line) {
    if (line.length > RawEvent.MAX_BYTES) {
      return RawEvent.unreadable(line, null);
    }
    try {
      return readOne(line);
    } catch (UnreadableBodyException unreadable) {
      return RawEvent.unreadable(line, new FlawException(unreadable.flaw(), unreadable.detail()));
    }
  }

  private JsonParser parse(byte[] text) {
    return factory.createParser(ObjectReadContext.empty(), text);
  }

  private static RawEvent next(JsonParser parser, StrictJson json, byte[] text) {
    if (parser.currentToken() == null) {
      throw new UnreadableBodyException("The body is empty.");
    }
    int from = (int) parser.currentTokenLocation().getByteOffset();
    var value = json.read();
    parser.finishToken();
    int to = (int) parser.currentLocation().getByteOffset();
    return RawEvent.read(text, from, to, value, json);
  }

  private static void requireEnd(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw new UnreadableBodyException("There is more text after the end of the JSON value.");
    }
  }

  /** JSON is UTF-8 (RFC 8259); no text in it holds a zero byte, as UTF-16 and UTF-32 would. */
  private static void requireUtf8(byte[] text) {
    for (int i = 0; i < Math.min(4, text.length); i++) {
      if (text[i] == 0 || text[i] == (byte) 0xFE || text[i] == (byte) 0xFF) {
        throw new UnreadableBodyException("JSON must be UTF-8.");
      }
    }
  }

  private static UnreadableBodyException unreadable(JacksonException cause) {
    if (cause instanceof StreamConstraintsException) {
      return new UnreadableBodyException(
          Flaw.TOO_DEEP, "The JSON is nested too deep, or a name or number in it is too long.");
    }
    var where = cause.getLocation();
    return new UnreadableBodyException(
        where == null
            ? "The text is not JSON."
            : "The text is not JSON at byte " + where.getByteOffset() + ".");
  }
}
