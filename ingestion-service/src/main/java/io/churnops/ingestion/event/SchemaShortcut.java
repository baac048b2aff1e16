package io.churnops.ingestion.event;

import com.networknt.schema.regex.RegularExpression;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A quick look at data that are most likely valid, in the bytes they came in. It answers "certainly
 * valid" or "not sure", and whatever it is not sure of is the validator's to judge and to put into
 * words. To be asked only about what {@link PlainJson} is sure of.
 */
final class SchemaShortcut {

  /** Kinds of values, as bits. */
  static final int OBJECT = 1;

  static final int ARRAY = 1 << 1;
  static final int STRING = 1 << 2;
  static final int INTEGER = 1 << 3;
  static final int DECIMAL = 1 << 4;
  static final int BOOLEAN = 1 << 5;
  static final int NULL = 1 << 6;
  static final int ANY = (1 << 7) - 1;

  private static final int UNSURE = PlainJson.UNSURE;

  /** Bytes a character may take: six when it is escaped. */
  private static final int LONGEST_CHARACTER = 6;

  /** Is sure of everything. */
  static final SchemaShortcut ALL =
      new SchemaShortcut(ANY, TextLimits.ANY, NumberLimits.ANY, Items.ANY, Members.ANY);

  /** Is sure of nothing. */
  static final SchemaShortcut NONE =
      new SchemaShortcut(0, TextLimits.ANY, NumberLimits.ANY, Items.ANY, Members.ANY);

  private final int kinds;
  private final TextLimits texts;
  private final NumberLimits numbers;
  private final Items items;
  private final Members members;

  SchemaShortcut(int kinds, TextLimits texts, NumberLimits numbers, Items items, Members members) {
    this.kinds = kinds;
    this.texts = texts;
    this.numbers = numbers;
    this.items = items;
    this.members = members;
  }

  /** What texts must be; lengths in characters. */
  record TextLimits(
      int least, int most, @Nullable Set<String> oneOf, @Nullable RegularExpression pattern) {

    static final TextLimits ANY = new TextLimits(0, Integer.MAX_VALUE, null, null);
  }

  /** What numbers must be. */
  record NumberLimits(long least, long most) {

    static final NumberLimits ANY = new NumberLimits(Long.MIN_VALUE, Long.MAX_VALUE);

    boolean areLimited() {
      return !equals(ANY);
    }
  }

  /** What arrays must be; null for items that may be anything. */
  record Items(int least, int most, @Nullable SchemaShortcut each) {

    static final Items ANY = new Items(0, Integer.MAX_VALUE, null);
  }

  /**
   * What objects must be.
   *
   * @param names all that the schema speaks of
   * @param properties what the member of each name must be
   * @param required bits of the names that must be there
   * @param dependents for each name, bits of those that must be there beside it
   * @param known bits of the names that may be there if others may not
   */
  record Members(
      List<byte[]> names,
      List<SchemaShortcut> properties,
      long required,
      long[] dependents,
      boolean closed,
      long known) {

    static final Members ANY = new Members(List.of(), List.of(), 0, new long[0], false, 0);

    /** The number of the name that stands there; -1 for one that the schema does not speak of. */
    int indexOf(byte[] text, int from, int to) {
      for (int i = 0; i < names.size(); i++) {
        byte[] name = names.get(i);
        if (name.length == to - from && Arrays.equals(text, from, to, name, 0, name.length)) {
          return i;
        }
      }
      return -1;
    }

    boolean areComplete(long seen) {
      if ((seen & required) != required) {
        return false;
      }
      for (int i = 0; i < dependents.length; i++) {
        if ((seen >>> i & 1) != 0 && (seen & dependents[i]) != dependents[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether the value that begins there certainly satisfies the schema. */
  boolean certainlyValid(byte[] text, int from) {
    return value(text, from) != UNSURE;
  }

  /** The end of the value, if it is certainly valid. */
  private int value(byte[] text, int from) {
    return switch (text[from]) {
      case '{' -> takes(OBJECT) ? object(text, from) : UNSURE;
      case '[' -> takes(ARRAY) ? array(text, from) : UNSURE;
      case '"' -> takes(STRING) ? string(text, from) : UNSURE;
      case 't' -> takes(BOOLEAN) && texts.oneOf() == null ? from + 4 : UNSURE;
      case 'f' -> takes(BOOLEAN) && texts.oneOf() == null ? from + 5 : UNSURE;
      case 'n' -> takes(NULL) && texts.oneOf() == null ? from + 4 : UNSURE;
      default -> number(text, from);
    };
  }

  private boolean takes(int kind) {
    return (kinds & kind) != 0;
  }

  private int object(byte[] text, int from) {
    long seen = 0;
    int i = afterSpace(text, from + 1);
    while (text[i] == '"') {
      int nameEnd = PlainAscii.end(text, i + 1);
      int index = members.indexOf(text, i + 1, nameEnd);
      if (members.closed() && (index < 0 || (members.known() >>> index & 1) == 0)) {
        return UNSURE;
      }
      seen |= index < 0 ? 0 : 1L << index;
      SchemaShortcut member = index < 0 ? ALL : members.properties().get(index);
      int colon = afterSpace(text, nameEnd + 1);
      i = member.value(text, afterSpace(text, colon + 1));
      if (i == UNSURE) {
        return UNSURE;
      }
      i = afterSpace(text, i);
      i = text[i] == ',' ? afterSpace(text, i + 1) : i;
    }
    return texts.oneOf() == null && members.areComplete(seen) ? i + 1 : UNSURE;
  }

  private int array(byte[] text, int from) {
    SchemaShortcut each = items.each() == null ? ALL : items.each();
    int size = 0;
    int i = afterSpace(text, from + 1);
    while (text[i] != ']') {
      i = each.value(text, i);
      if (i == UNSURE) {
        return UNSURE;
      }
      size++;
      i = afterSpace(text, i);
      i = text[i] == ',' ? afterSpace(text, i + 1) : i;
    }
    boolean valid = texts.oneOf() == null && size >= items.least() && size <= items.most();
    return valid ? i + 1 : UNSURE;
  }

  /**
   * A text has at most as many characters as bytes; what it says is known where none is escaped.
   */
  private int string(byte[] text, int from) {
    boolean asItStands = true;
    int i = PlainAscii.end(text, from + 1);
    for (byte b = text[i]; b != '"'; b = text[i]) {
      asItStands &= b > 0 && b != '\\';
      i += b == '\\' ? 2 : 1;
    }
    int bytes = i - from - 1;
    int atLeast = asItStands ? bytes : (bytes + LONGEST_CHARACTER - 1) / LONGEST_CHARACTER;
    if (atLeast < texts.least() || bytes > texts.most()) {
      return UNSURE;
    }
    if (texts.oneOf() != null || texts.pattern() != null) {
      return asItStands && says(new String(text, from + 1, bytes, StandardCharsets.US_ASCII))
          ? i + 1
          : UNSURE;
    }
    return i + 1;
  }

  private boolean says(String text) {
    return (texts.oneOf() == null || texts.oneOf().contains(text))
        && (texts.pattern() == null || texts.pattern().matches(text));
  }

  private int number(byte[] text, int from) {
    boolean negative = text[from] == '-';
    long number = 0;
    int i = negative ? from + 1 : from;
    while (isDigit(text[i])) {
      number = number * 10 + (text[i++] - '0');
    }
    number = negative ? -number : number;
    boolean decimal = text[i] == '.';
    while (decimal && isDigit(text[++i])) {
      // Decimals are only passed over.
    }
    boolean valid =
        texts.oneOf() == null
            && takes(decimal ? DECIMAL : INTEGER)
            && (decimal
                ? !numbers.areLimited()
                : number >= numbers.least() && number <= numbers.most());
    return valid ? i : UNSURE;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int afterSpace(byte[] text, int from) {
    int i = from;
    while (text[i] <= ' ') {
      i++;
    }
    return i;
  }
}
