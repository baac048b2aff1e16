package io.churnops.features.engine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what {@link StateWriter} writes. Never reads past the end and never allocates more than a
 * small multiple of what is left to read, whatever the bytes claim.
 */
final class StateReader {

  private final byte[] bytes;
  private final int end;
  private int at;
  private HashTable table = HashTable.EMPTY;
  private CategoryTable categories = CategoryTable.EMPTY;

  StateReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  void check(boolean sound, String otherwise) throws CorruptStateException {
    if (!sound) {
      throw new CorruptStateException("the state is damaged: " + otherwise);
    }
  }

  void use(HashTable hashTable, CategoryTable categoryTable) {
    table = hashTable;
    categories = categoryTable;
  }

  int remaining() {
    return end - at;
  }

  byte[] raw(int length) throws CorruptStateException {
    check(length <= remaining(), "it ends early");
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  int fixedByte() throws CorruptStateException {
    check(at < end, "it ends early");
    return bytes[at++] & 0xff;
  }

  long fixedLong() throws CorruptStateException {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << Byte.SIZE | fixedByte();
    }
    return value;
  }

  boolean bool() throws CorruptStateException {
    int value = fixedByte();
    check(value <= 1, "neither yes nor no");
    return value == 1;
  }

  long varint() throws CorruptStateException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = fixedByte();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new CorruptStateException("the state is damaged: an endless number");
  }

  long zigzag() throws CorruptStateException {
    return toSigned(varint());
  }

  private static long toSigned(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number of things, each of which takes at least so many bytes. */
  int count(int bytesEach) throws CorruptStateException {
    long count = varint();
    check(count >= 0 && count <= remaining() / bytesEach, "more things than bytes");
    return (int) count;
  }

  long millionths() throws CorruptStateException {
    long announced = varint();
    if (announced == 0) {
      return zigzag();
    }
    long whole = toSigned(announced - 1);
    check(Math.abs(whole) <= Long.MAX_VALUE / FixedPoint.ONE, "a number too large");
    return whole * FixedPoint.ONE;
  }

  long instant() throws CorruptStateException {
    long micros = zigzag();
    check(Micros.inCalendar(micros), "an instant outside the calendar");
    return micros;
  }

  byte[] bytes() throws CorruptStateException {
    return raw(count(1));
  }

  String text() throws CorruptStateException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
    } catch (CharacterCodingException e) {
      throw new CorruptStateException("the state is damaged: a text that is not UTF-8");
    }
  }

  Stamp stamp() throws CorruptStateException {
    return new Stamp(instant(), text(), text());
  }

  long[] hashes() throws CorruptStateException {
    int count = count(1);
    check(count > 0, "no hashes");
    long[] ascending = table.ascending();
    long[] hashes = new long[count];
    long number = -1;
    for (int i = 0; i < count; i++) {
      long skipped = varint();
      check(skipped >= 0 && skipped < ascending.length - number - 1, "no such hash");
      number += skipped + 1;
      hashes[i] = ascending[(int) number];
    }
    return hashes;
  }

  /** The category of a number in the table. */
  Category category(long number) throws CorruptStateException {
    check(number >= 0 && number < categories.ascending().length, "no such category");
    return categories.ascending()[(int) number];
  }

  Payload payload(Signal.Form form) throws CorruptStateException {
    return switch (form) {
      case PRESENCE -> Payload.Presence.INSTANCE;
      case NUMBERS -> numbers();
      case TEXT -> new Payload.Text(text());
      case HASHES -> new Payload.Hashes(hashes());
      case COUNTED -> counted();
    };
  }

  private Payload counted() throws CorruptStateException {
    int count = count(1);
    check(count > 0, "no categories");
    List<Category> counted = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      counted.add(category(varint()));
    }
    return new Payload.Counted(List.copyOf(counted));
  }

  private Payload numbers() throws CorruptStateException {
    long[] values = new long[count(1)];
    check(values.length > 0, "no numbers");
    for (int i = 0; i < values.length; i++) {
      values[i] = millionths();
    }
    return new Payload.Numbers(values);
  }
}
