package io.churnops.ingestion.event;

/**
 * Goes over JSON text without making anything of it, and is sure of its form or gives up: that it
 * is JSON, that no object has a name twice, that it is not nested too deep, and that every text and
 * number can be kept. What it gives up on is not therefore wrong; {@link StrictJson} is to say.
 */
final class PlainJson {

  /** Where it gave up; no position of a text. */
  static final int UNSURE = -1;

  private static final int MOST_NAMES = 64;
  private static final int LONGEST_NAME = 1_000;
  private static final int MOST_DIGITS = 18;

  private final byte[] text;
  private long[] names = new long[MOST_NAMES];
  private int named;
  private boolean spaced;
  private boolean escaped;
  private boolean decimal;
  private boolean beyondAscii;
  private boolean beyondThreeBytes;
  private boolean printable = true;

  PlainJson(byte[] text) {
    this.text = text;
  }

  /** How a value is written, as far as it matters for writing it again. */
  enum Form {
    /** Compact, and as a generator of ours writes it but for escapes and decimals in ASCII data. */
    VERBATIM,
    /** White space between its tokens, no escapes, no decimals. */
    SPACED,
    /** To be written anew. */
    ANY
  }

  /** Forgets the form of what was gone over before. */
  void begin() {
    named = 0;
    spaced = false;
    escaped = false;
    decimal = false;
    beyondAscii = false;
    beyondThreeBytes = false;
    printable = true;
  }

  /** The form of all that was gone over since it began. */
  Form form() {
    if (beyondThreeBytes || (beyondAscii || spaced) && (escaped || decimal)) {
      return Form.ANY;
    }
    return spaced ? Form.SPACED : Form.VERBATIM;
  }

  /** Whether anything in what was gone over since it began is escaped. */
  boolean isEscaped() {
    return escaped;
  }

  /** Whether all texts that were gone over since it began are printable ASCII as they stand. */
  boolean isPrintable() {
    return printable;
  }

  /** The byte there; 0, which no JSON holds, past the end. */
  byte at(int position) {
    return position < text.length ? text[position] : 0;
  }

  /** The next position that is not white space. */
  int afterSpace(int position) {
    int i = position;
    for (byte b = at(i); b == ' ' || b == '\n' || b == '\r' || b == '\t'; b = at(i)) {
      spaced = true;
      i++;
    }
    return i;
  }

  /** The end of the value that begins there; {@link #UNSURE} if that cannot be said. */
  int value(int from, int depth) {
    return switch (at(from)) {
      case '{' -> depth > StrictJson.MAX_DEPTH ? UNSURE : object(from, depth);
      case '[' -> depth > StrictJson.MAX_DEPTH ? UNSURE : array(from, depth);
      case '"' -> string(from);
      case 't' -> word(from, 'r', 'u', 'e');
      case 'n' -> word(from, 'u', 'l', 'l');
      case 'f' -> at(from + 1) == 'a' ? word(from + 1, 'l', 's', 'e') : UNSURE;
      default -> number(from);
    };
  }

  private int word(int from, char second, char third, char fourth) {
    return at(from + 1) == second && at(from + 2) == third && at(from + 3) == fourth
        ? from + 4
        : UNSURE;
  }

  private int array(int from, int depth) {
    int i = afterSpace(from + 1);
    if (at(i) == ']') {
      return i + 1;
    }
    while (true) {
      i = value(i, depth + 1);
      if (i == UNSURE) {
        return UNSURE;
      }
      i = afterSpace(i);
      if (at(i) == ']') {
        return i + 1;
      }
      if (at(i) != ',') {
        return UNSURE;
      }
      i = afterSpace(i + 1);
    }
  }

  private int object(int from, int depth) {
    int i = afterSpace(from + 1);
    if (at(i) == '}') {
      return i + 1;
    }
    int outer = named;
    while (true) {
      int end = name(i);
      if (end == UNSURE || !isNew(i, end, outer)) {
        return UNSURE;
      }
      i = afterColon(end);
      i = i == UNSURE ? UNSURE : value(i, depth + 1);
      if (i == UNSURE) {
        return UNSURE;
      }
      i = afterSpace(i);
      if (at(i) == '}') {
        named = outer;
        return i + 1;
      }
      if (at(i) != ',') {
        return UNSURE;
      }
      i = afterSpace(i + 1);
    }
  }

  /** Where the value begins that belongs to a name. */
  int afterColon(int name) {
    int i = afterSpace(name);
    return at(i) == ':' ? afterSpace(i + 1) : UNSURE;
  }

  /** The end of a name of printable ASCII that nothing in is escaped. */
  int name(int from) {
    if (at(from) != '"') {
      return UNSURE;
    }
    int i = PlainAscii.end(text, from + 1);
    return at(i) != '"' || i - from > LONGEST_NAME ? UNSURE : i + 1;
  }

  /** Names of one digest are taken for one name: then somebody else has to look. */
  private boolean isNew(int from, int end, int outer) {
    long digest = end - from;
    for (int i = from + 1; i < end - 1; i++) {
      digest = (digest ^ text[i]) * 0x9E3779B97F4A7C15L;
    }
    for (int i = outer; i < named; i++) {
      if (names[i] == digest) {
        return false;
      }
    }
    if (named == names.length) {
      return false;
    }
    names[named++] = digest;
    return true;
  }

  /** The end of the text that begins there. */
  int string(int from) {
    if (at(from) != '"') {
      return UNSURE;
    }
    int i = PlainAscii.end(text, from + 1);
    printable &= at(i) == '"';
    for (byte b = at(i); b != '"'; b = at(i)) {
      if (b >= ' ' && b != '\\') {
        i++;
      } else if (b == '\\') {
        i = escape(i);
      } else {
        i = b < 0 ? beyondAscii(i) : UNSURE;
      }
      if (i == UNSURE) {
        return UNSURE;
      }
    }
    return i + 1;
  }

  private int escape(int from) {
    escaped = true;
    return switch (at(from + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 2;
      case 'u' -> codePoint(from + 2);
      default -> UNSURE;
    };
  }

  /** Four hexadecimal digits, but not of a zero or of half of a surrogate pair. */
  private int codePoint(int from) {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit((char) at(i), 16);
      if (digit < 0) {
        return UNSURE;
      }
      code = code << 4 | digit;
    }
    return code == 0 || Character.isSurrogate((char) code) ? UNSURE : from + 4;
  }

  /** UTF-8 of two, three or four bytes, in its shortest form (RFC 3629). */
  private int beyondAscii(int from) {
    beyondAscii = true;
    int first = at(from) & 0xFF;
    int second = at(from + 1) & 0xFF;
    if (first >= 0xC2 && first <= 0xDF) {
      return isContinued(from, 2) ? from + 2 : UNSURE;
    }
    if ((first & 0xF0) == 0xE0) {
      boolean tooLong = first == 0xE0 && second < 0xA0;
      boolean surrogate = first == 0xED && second >= 0xA0;
      return !tooLong && !surrogate && isContinued(from, 3) ? from + 3 : UNSURE;
    }
    beyondThreeBytes = true;
    boolean inRange =
        first == 0xF0 && second >= 0x90
            || first > 0xF0 && first < 0xF4
            || first == 0xF4 && second < 0x90;
    return inRange && isContinued(from, 4) ? from + 4 : UNSURE;
  }

  private boolean isContinued(int from, int bytes) {
    for (int i = from + 1; i < from + bytes; i++) {
      if ((at(i) & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }

  /** A number without an exponent, of so few digits before the point that a long holds them. */
  private int number(int from) {
    int i = at(from) == '-' ? from + 1 : from;
    int end = digits(i);
    if (end == UNSURE || at(i) == '0' && end > i + 1) {
      return UNSURE;
    }
    if (at(end) == '.') {
      decimal = true;
      end = digits(end + 1);
    } else if (at(from) == '-' && at(i) == '0') {
      return UNSURE;
    }
    return end == UNSURE || (at(end) | 0x20) == 'e' ? UNSURE : end;
  }

  private int digits(int from) {
    int i = from;
    while (at(i) >= '0' && at(i) <= '9') {
      i++;
    }
    return i == from || i - from > MOST_DIGITS ? UNSURE : i;
  }
}
