package io.churnops.feature.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows in memory, each with its length before it: finds out which are of one customer, orders
 * the customers, and the rows of each by time. Keeps its room for the next rows, which is why it is
 * confined to one thread.
 */
final class RowSorter {

  private byte[] bytes = new byte[0];
  private ByteBuffer rows = ByteBuffer.wrap(bytes);

  /** By the number of a row, as they lie in memory. */
  private int[] starts = new int[1 << 10];

  private long[] times = new long[1 << 10];
  private int[] customers = new int[1 << 10];
  private int count;

  /** By the number of a customer, as they first occur: one of its rows, and how many it has. */
  private int[] firsts = new int[1 << 6];

  private int[] sizes = new int[1 << 6];
  private int known;

  /** Customers by the hash of their bytes; -1 is nobody. */
  private int[] table = new int[1 << 7];

  /** The numbers of rows, sorted. */
  private int[] order = new int[0];

  private int[] merged = new int[0];

  /** Room for so many bytes of rows; what was sorted before is gone. */
  byte[] room(int length) {
    if (bytes.length < length) {
      bytes = new byte[length + length / 8];
    }
    return bytes;
  }

  /** Sorts the first so many bytes of the room; the rows are good until the next are sorted. */
  SortedRows sort(int length) {
    rows = ByteBuffer.wrap(bytes, 0, length);
    count = 0;
    known = 0;
    Arrays.fill(table, -1);
    while (rows.hasRemaining()) {
      int size = rows.getInt();
      note(rows.position());
      rows.position(rows.position() + size);
    }
    arrange();
    return new Sorted();
  }

  private void note(int start) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      times = Arrays.copyOf(times, 2 * count);
      customers = Arrays.copyOf(customers, 2 * count);
    }
    starts[count] = start;
    times[count] = rows.getLong(end(start) + Integer.BYTES);
    customers[count] = customer(start);
    count++;
  }

  /** Where the bytes of a row's customer end. */
  private int end(int start) {
    return start + Integer.BYTES + rows.getInt(start);
  }

  private int customer(int start) {
    int slot = slotOf(start);
    if (table[slot] < 0) {
      table[slot] = meet(start);
      if (2 * known > table.length) {
        growTable();
        slot = slotOf(start);
      }
    }
    sizes[table[slot]]++;
    return table[slot];
  }

  private int meet(int start) {
    if (known == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * known);
      sizes = Arrays.copyOf(sizes, 2 * known);
    }
    firsts[known] = start;
    sizes[known] = 0;
    return known++;
  }

  /** That of a row's customer, or the free one for it. */
  private int slotOf(int start) {
    int hash = 1;
    for (int i = start + Integer.BYTES; i < end(start); i++) {
      hash = 31 * hash + bytes[i];
    }
    int mask = table.length - 1;
    int slot = (hash * 0x9E3779B9) >>> 8 & mask;
    while (table[slot] >= 0 && compare(firsts[table[slot]], start) != 0) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void growTable() {
    table = new int[2 * table.length];
    Arrays.fill(table, -1);
    for (int customer = 0; customer < known; customer++) {
      table[slotOf(firsts[customer])] = customer;
    }
  }

  private int compare(int one, int other) {
    return Arrays.compareUnsigned(
        bytes, one + Integer.BYTES, end(one), bytes, other + Integer.BYTES, end(other));
  }

  private void arrange() {
    if (order.length < count) {
      order = new int[count];
      merged = new int[count];
    }
    int[] next = new int[known];
    int at = 0;
    for (int customer : byBytes()) {
      next[customer] = at;
      at += sizes[customer];
    }
    for (int row = 0; row < count; row++) {
      order[next[customers[row]]++] = row;
    }
    for (int customer = 0; customer < known; customer++) {
      sortByTime(next[customer] - sizes[customer], next[customer]);
    }
  }

  private int[] byBytes() {
    return IntStream.range(0, known)
        .boxed()
        .sorted(Comparator.comparing(customer -> firsts[customer], this::compare))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private void sortByTime(int from, int until) {
    if (until - from < 2) {
      return;
    }
    int middle = (from + until) >>> 1;
    sortByTime(from, middle);
    sortByTime(middle, until);
    if (times[order[middle - 1]] <= times[order[middle]]) {
      return;
    }
    System.arraycopy(order, from, merged, from, middle - from);
    int left = from;
    int right = middle;
    for (int at = from; left < middle; at++) {
      boolean takesRight = right < until && times[order[right]] < times[merged[left]];
      order[at] = takesRight ? order[right++] : merged[left++];
    }
  }

  private final class Sorted implements SortedRows {

    private int next;

    @Override
    public @Nullable ByteBuffer next() {
      if (next == count) {
        return null;
      }
      int start = starts[order[next++]];
      return rows.clear().position(start).limit(start + rows.getInt(start - Integer.BYTES));
    }
  }
}
