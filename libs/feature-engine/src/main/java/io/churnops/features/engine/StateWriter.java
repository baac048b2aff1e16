package io.churnops.features.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the elements of an encoded state. {@link StateReader} reads them. */
final class StateWriter {

  private final HashTable table;
  private final CategoryTable categories;
  private byte[] bytes = new byte[256];
  private int size;

  StateWriter(HashTable table, CategoryTable categories) {
    this.table = table;
    this.categories = categories;
  }

  byte[] toArray() {
    return toArray(0);
  }

  /** What was written, and room behind it. */
  byte[] toArray(int more) {
    return Arrays.copyOf(bytes, size + more);
  }

  void raw(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  void fixedByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /** Eight bytes, big-endian. */
  void fixedLong(long value) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      fixedByte((int) (value >>> shift));
    }
  }

  void bool(boolean value) {
    fixedByte(value ? 1 : 0);
  }

  /** Seven bits a byte, lowest first; small numbers are short. Unsigned. */
  void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** A signed number, short when near zero. */
  void zigzag(long value) {
    varint(toUnsigned(value));
  }

  private static long toUnsigned(long value) {
    return (value << 1) ^ (value >> (Long.SIZE - 1));
  }

  /** A number in millionths, short when whole: 0 announces one with a fraction. */
  void millionths(long value) {
    if (value % FixedPoint.ONE == 0) {
      varint(toUnsigned(value / FixedPoint.ONE) + 1);
    } else {
      varint(0);
      zigzag(value);
    }
  }

  void instant(long micros) {
    zigzag(micros);
  }

  void bytes(byte[] value) {
    varint(value.length);
    raw(value);
  }

  void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void stamp(Stamp stamp) {
    instant(stamp.timeMicros());
    text(stamp.source());
    text(stamp.id());
  }

  /** Ascending hashes, all of which the table has. */
  void hashes(long[] ascending) {
    varint(ascending.length);
    int previous = -1;
    for (long hash : ascending) {
      int number = table.numberOf(hash);
      varint(number - previous - 1L);
      previous = number;
    }
  }

  /** The number of a category, which the table has. */
  int numberOf(Category category) {
    return categories.numberOf(category);
  }

  void payload(Payload payload) {
    switch (payload) {
      case Payload.Presence _ -> {}
      case Payload.Numbers numbers -> {
        varint(numbers.millionths().length);
        for (long value : numbers.millionths()) {
          millionths(value);
        }
      }
      case Payload.Text text -> text(text.category());
      case Payload.Hashes hashes -> hashes(hashes.hashes());
      case Payload.Counted counted -> {
        varint(counted.categories().size());
        counted.categories().forEach(category -> varint(numberOf(category)));
      }
    }
  }

  private void ensure(int room) {
    if (bytes.length - size < room) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + room));
    }
  }
}
