package io.churnops.ingestion.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON value to its end and remembers the first thing wrong with it, so that one flawed
 * event does not spoil the batch it came in. Decimals are kept exactly. Of an event that is too
 * large for certain, nothing more is kept than its id and its subject.
 */
final class StrictJson {

  /** Levels of nesting an event may have, its own object included. */
  static final int MAX_DEPTH = 32;

  /** Digits before or behind the point; a double has room for 308. */
  private static final int MAX_DIGITS = 300;

  /** Values an event may have: each but the outermost takes a byte and one beside it. */
  private static final int MOST_VALUES = RawEvent.MAX_BYTES / 2;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String DATA = "data";

  private final JsonParser parser;
  private final int start;
  private @Nullable FlawException flaw;
  private int values;
  private int dataFrom;
  private int dataTo;

  /**
   * Reads from a parser.
   *
   * @param start where in the text the parser began
   */
  StrictJson(JsonParser parser, int start) {
    this.parser = parser;
    this.start = start;
  }

  /** Reads the value whose first token the parser stands on. */
  JsonNode read() {
    flaw = null;
    values = 0;
    dataFrom = 0;
    dataTo = 0;
    return value(1);
  }

  /** Where the member {@code data} of the object read last begins in the text. */
  int dataFrom() {
    return dataFrom;
  }

  /** Where it ends; as {@link #dataFrom} when there is none. */
  int dataTo() {
    return dataTo;
  }

  /** The first thing wrong with the value read last. */
  @Nullable FlawException flaw() {
    return flaw;
  }

  private JsonNode value(int depth) {
    values++;
    return switch (parser.currentToken()) {
      case START_OBJECT -> tooDeep(depth) ? NODES.nullNode() : object(depth);
      case START_ARRAY -> tooDeep(depth) ? NODES.nullNode() : array(depth);
      case VALUE_STRING -> NODES.stringNode(storable(parser.getString()));
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("Not at the start of a value: " + parser.currentToken());
    };
  }

  private ObjectNode object(int depth) {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = storable(parser.currentName());
      parser.nextToken();
      JsonNode value = depth == 1 && name.equals(DATA) ? data() : value(depth + 1);
      if (isKept(name, depth) && object.replace(name, value) != null) {
        found(Flaw.DUPLICATE_KEY, "An object has the same name twice.");
      }
    }
    return object;
  }

  private boolean isKept(String name, int depth) {
    return values <= MOST_VALUES || depth == 1 && (name.equals("id") || name.equals("subject"));
  }

  private JsonNode data() {
    dataFrom = start + (int) parser.currentTokenLocation().getByteOffset();
    JsonNode data = value(2);
    parser.finishToken();
    dataTo = start + (int) parser.currentLocation().getByteOffset();
    return data;
  }

  private ArrayNode array(int depth) {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode value = value(depth + 1);
      if (values <= MOST_VALUES) {
        array.add(value);
      }
    }
    return array;
  }

  private boolean tooDeep(int depth) {
    if (depth <= MAX_DEPTH) {
      return false;
    }
    parser.skipChildren();
    found(Flaw.TOO_DEEP, "An event may be nested at most " + MAX_DEPTH + " levels deep.");
    return true;
  }

  private JsonNode integer() {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> decimal();
    };
  }

  private JsonNode decimal() {
    try {
      BigDecimal number = parser.getDecimalValue();
      long digitsBeforePoint = (long) number.precision() - number.scale();
      if (Math.max(digitsBeforePoint, number.scale()) <= MAX_DIGITS) {
        return NODES.numberNode(number);
      }
    } catch (NumberFormatException beyondAllBounds) {
      // Told below: the parser has passed it, but no exponent of a BigDecimal is as large.
    }
    found(Flaw.NUMBER_OUT_OF_RANGE, "A number is beyond the range of a double.");
    return NODES.nullNode();
  }

  private String storable(String text) {
    if (!Texts.storable(text)) {
      found(Flaw.UNSTORABLE_TEXT, "A string holds U+0000 or half of a surrogate pair.");
    }
    return text;
  }

  private void found(Flaw kind, String detail) {
    if (flaw == null) {
      flaw = new FlawException(kind, detail);
    }
  }
}
