package io.churnops.ingestion.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads events from JSON text (UTF-8) as they stand, each with its flaw if it has one. Plain events
 * are read without a tree; any others, and any doubt about a body, are Jackson's. Of a batch no
 * tree is kept.
 */
public final class EventReader {

  /** Events one batch may have. */
  public static final int MAX_BATCH = 2_500;

  /** A batch nested deeper than this is not read to its end. */
  private static final int HARD_DEPTH = 500;

  private static final JsonFactory WHOLE = factory(HARD_DEPTH);
  private static final JsonFactory MEMBER = factory(HARD_DEPTH - 1);

  private static JsonFactory factory(int depth) {
    return JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(depth).build())
        .build();
  }

  /**
   * Reads one event that came alone.
   *
   * @throws UnreadableBodyException if the text is not JSON
   */
  public RawEvent readOne(byte[] text) {
    PlainEvents events = new PlainEvents(text);
    int from = events.json().afterSpace(0);
    PlainEvent plain = events.read(from);
    return plain != null && events.json().afterSpace(events.end()) == text.length
        ? RawEvent.plain(text, from, events.end(), plain)
        : readAnyOne(text);
  }

  /** The same as {@link #readOne} by Jackson alone. */
  static RawEvent readAnyOne(byte[] text) {
    requireUtf8(text);
    try (JsonParser parser = parse(text)) {
      parser.nextToken();
      RawEvent event = next(parser, new StrictJson(parser, 0), text, 0);
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
    List<RawEvent> events = readMostlyPlain(text);
    return events == null ? readAnyBatch(text) : events;
  }

  /**
   * Reads a batch whose form leaves no doubt, but for that of single events; null if it is another.
   */
  private static @Nullable List<RawEvent> readMostlyPlain(byte[] text) {
    PlainEvents plain = new PlainEvents(text);
    PlainJson json = plain.json();
    List<RawEvent> events = new ArrayList<>();
    int i = json.afterSpace(0);
    if (json.at(i) != '[') {
      return null;
    }
    do {
      int from = json.afterSpace(i + 1);
      PlainEvent event = plain.read(from);
      if (event != null) {
        events.add(RawEvent.plain(text, from, plain.end(), event));
        i = json.afterSpace(plain.end());
      } else {
        RawEvent any = member(text, from);
        if (any == null) {
          return null;
        }
        any.dropTree();
        events.add(any);
        i = json.afterSpace(from + any.size());
      }
    } while (json.at(i) == ',' && events.size() < MAX_BATCH);
    return json.at(i) == ']' && json.afterSpace(i + 1) == text.length ? events : null;
  }

  /** One event of a batch by itself; null if what is there cannot be told without the others. */
  private static @Nullable RawEvent member(byte[] text, int from) {
    // No text of UTF-16 or UTF-32 begins so, for which the parser would take the rest.
    if (from + 1 >= text.length || text[from] != '{' || text[from + 1] == 0) {
      return null;
    }
    try (JsonParser parser = parse(MEMBER, text, from, text.length)) {
      parser.nextToken();
      return next(parser, new StrictJson(parser, from), text, from);
    } catch (JacksonException unreadable) {
      return null;
    }
  }

  /** The tree of an event that was read there before. */
  static JsonNode tree(byte[] text, int from, int to) {
    try (JsonParser parser = parse(WHOLE, text, from, to)) {
      parser.nextToken();
      return new StrictJson(parser, from).read();
    }
  }

  /** The same as {@link #readBatch} by Jackson alone. */
  static List<RawEvent> readAnyBatch(byte[] text) {
    requireUtf8(text);
    try (JsonParser parser = parse(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new UnreadableBodyException("A batch is a JSON array of events.");
      }
      List<RawEvent> events = new ArrayList<>();
      StrictJson json = new StrictJson(parser, 0);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (events.size() == MAX_BATCH) {
          throw new BatchTooLargeException();
        }
        RawEvent event = next(parser, json, text, 0);
        event.dropTree();
        events.add(event);
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

  private static JsonParser parse(byte[] text) {
    return parse(WHOLE, text, 0, text.length);
  }

  private static JsonParser parse(JsonFactory factory, byte[] text, int from, int to) {
    return factory.createParser(ObjectReadContext.empty(), text, from, to - from);
  }

  /**
   * Reads the event that the parser stands at.
   *
   * @param start where in the text the parser began
   */
  private static RawEvent next(JsonParser parser, StrictJson json, byte[] text, int start) {
    if (parser.currentToken() == null) {
      throw new UnreadableBodyException("The body is empty.");
    }
    int from = start + (int) parser.currentTokenLocation().getByteOffset();
    var value = json.read();
    parser.finishToken();
    int to = start + (int) parser.currentLocation().getByteOffset();
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
