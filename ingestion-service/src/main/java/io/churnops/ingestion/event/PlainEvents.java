package io.churnops.ingestion.event;

import io.churnops.ingestion.event.Attributes.Specified;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain events from JSON text (UTF-8), and gives up on any other: an event that is read here
 * is what {@link StrictJson} would have made of it.
 */
final class PlainEvents {

  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONTENT_TYPE = "datacontenttype".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] JSON = "\"application/json\"".getBytes(StandardCharsets.US_ASCII);
  private static final Specified[] SPECIFIED = Specified.values();
  private static final byte[][] NAMES =
      Arrays.stream(SPECIFIED)
          .map(attribute -> attribute.toString().getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  private static final int LONGEST_EXTENSION = 20;

  /** Each is held against those before it. */
  private static final int MOST_EXTENSIONS = 16;

  private static final int[] NO_PLACES = {};
  private static final int FAMILIAR = 64;

  private final byte[] text;
  private final PlainJson json;
  private final @Nullable Familiar[] familiar = new @Nullable Familiar[FAMILIAR];

  private @Nullable String[] specified = new @Nullable String[0];
  private int[] extensions = NO_PLACES;
  private PlainJson.Form form = PlainJson.Form.ANY;
  private boolean printable;
  private boolean typed;
  private int dataFrom;
  private int dataTo;
  private int end;

  /** A text and where it stood first. */
  private record Familiar(int from, int to, String text) {}

  PlainEvents(byte[] text) {
    this.text = text;
    this.json = new PlainJson(text);
  }

  PlainJson json() {
    return json;
  }

  /** Where the event ends that was read last. */
  int end() {
    return end;
  }

  /** The event that begins there; null if it is not a plain one. */
  @Nullable PlainEvent read(int from) {
    if (json.at(from) != '{') {
      return null;
    }
    specified = new @Nullable String[SPECIFIED.length];
    extensions = NO_PLACES;
    printable = true;
    typed = false;
    dataTo = 0;
    int i = from;
    do {
      int name = json.afterSpace(i + 1);
      int nameEnd = json.name(name);
      int value = nameEnd == PlainJson.UNSURE ? PlainJson.UNSURE : json.afterColon(nameEnd);
      i = value == PlainJson.UNSURE ? PlainJson.UNSURE : attribute(name + 1, nameEnd - 1, value);
      if (i == PlainJson.UNSURE) {
        return null;
      }
      i = json.afterSpace(i);
    } while (json.at(i) == ',');
    if (json.at(i) != '}' || dataTo == 0) {
      return null;
    }
    end = i + 1;
    return new PlainEvent(
        text,
        dataFrom,
        dataTo,
        form,
        specified,
        printable,
        extensions.length == 0 ? Extensions.NONE : new Extensions(text, extensions));
  }

  /** Takes an attribute in; where its value ends. */
  private int attribute(int from, int to, int value) {
    for (Specified attribute : SPECIFIED) {
      if (isText(from, to, NAMES[attribute.ordinal()])) {
        return specified(attribute, value);
      }
    }
    if (isText(from, to, DATA)) {
      return data(value);
    }
    return isText(from, to, CONTENT_TYPE) ? contentType(value) : extension(from, to, value);
  }

  private int specified(Specified attribute, int value) {
    int valueEnd = unescaped(value);
    if (valueEnd == PlainJson.UNSURE || specified[attribute.ordinal()] != null) {
      return PlainJson.UNSURE;
    }
    printable &= json.isPrintable();
    specified[attribute.ordinal()] =
        switch (attribute) {
          case SPECVERSION, SOURCE, TYPE -> familiar(value + 1, valueEnd - 1);
          case ID, SUBJECT, TIME -> string(value + 1, valueEnd - 1);
        };
    return valueEnd;
  }

  private int data(int value) {
    if (dataTo != 0 || json.at(value) == 'n') {
      return PlainJson.UNSURE;
    }
    json.begin();
    int valueEnd = json.value(value, 2);
    form = json.form();
    dataFrom = value;
    dataTo = valueEnd;
    return valueEnd;
  }

  private int contentType(int value) {
    int valueEnd = value + JSON.length;
    if (typed || valueEnd > text.length || !isText(value, valueEnd, JSON)) {
      return PlainJson.UNSURE;
    }
    typed = true;
    return valueEnd;
  }

  private int extension(int from, int to, int value) {
    int valueEnd = unescaped(value);
    if (valueEnd == PlainJson.UNSURE || !mayNameExtension(from, to) || hasExtension(from, to)) {
      return PlainJson.UNSURE;
    }
    int places = extensions.length;
    if (places == MOST_EXTENSIONS * 4) {
      return PlainJson.UNSURE;
    }
    extensions = Arrays.copyOf(extensions, places + 4);
    extensions[places] = from;
    extensions[places + 1] = to;
    extensions[places + 2] = value + 1;
    extensions[places + 3] = valueEnd - 1;
    return valueEnd;
  }

  private boolean hasExtension(int from, int to) {
    for (int i = 0; i < extensions.length; i += 4) {
      if (Arrays.equals(text, extensions[i], extensions[i + 1], text, from, to)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayNameExtension(int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = text[i];
      if ((b < 'a' || b > 'z') && (b < '0' || b > '9')) {
        return false;
      }
    }
    return to > from && to - from <= LONGEST_EXTENSION;
  }

  private int unescaped(int from) {
    json.begin();
    int valueEnd = json.string(from);
    return json.isEscaped() ? PlainJson.UNSURE : valueEnd;
  }

  private boolean isText(int from, int to, byte[] expected) {
    return to - from == expected.length
        && Arrays.equals(text, from, to, expected, 0, expected.length);
  }

  /** A text that many events share, made once. */
  private String familiar(int from, int to) {
    int place = (to - from) * 7 + json.at(from) * 5 + json.at(to - 1) & FAMILIAR - 1;
    Familiar known = familiar[place];
    if (known == null || !Arrays.equals(text, known.from, known.to, text, from, to)) {
      known = new Familiar(from, to, string(from, to));
      familiar[place] = known;
    }
    return known.text;
  }

  private String string(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }
}
