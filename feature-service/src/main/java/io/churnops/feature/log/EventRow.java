package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What is in a row as COPY writes it: its fields one after the other, each with its length before
 * it. Confined to one thread, for the texts that recur.
 */
final class EventRow {

  /** In this order. */
  static final String COLUMNS = "customer_id, event_time, known_time, source, id, type, data";

  static final int FIELDS = 7;

  private static final JsonNode NOT_READ = JsonNodeFactory.instance.objectNode();

  private final RecurringText customers = new RecurringText();
  private final RecurringText sources = new RecurringText();
  private final RecurringText types = new RecurringText();

  /** The event; where its data was not asked for, there is nothing in it. */
  CustomerEvent event(ByteBuffer row) {
    String customer = customers.read(row);
    long time = instant(row);
    long known = instant(row);
    String source = sources.read(row);
    String id = text(row);
    String type = types.read(row);
    int length = row.getInt();
    JsonNode data =
        length < 0 ? NOT_READ : EventPayload.logged(row.array(), row.position(), length);
    return new CustomerEvent(source, id, type, customer, time, known, data);
  }

  private static String text(ByteBuffer row) {
    int length = row.getInt();
    String text = new String(row.array(), row.position(), length, StandardCharsets.UTF_8);
    row.position(row.position() + length);
    return text;
  }

  private static long instant(ByteBuffer row) {
    row.getInt();
    return row.getLong() + CopyRows.POSTGRES_EPOCH_MICROS;
  }

  /** Compares the customer of a row, which stays where it is, with the bytes of another. */
  static int compareCustomer(ByteBuffer row, byte[] other) {
    int at = row.position();
    int from = at + Integer.BYTES;
    return Arrays.compareUnsigned(row.array(), from, from + row.getInt(at), other, 0, other.length);
  }

  /** By customer and time, as {@link SortedRows} are. */
  static int compare(ByteBuffer one, ByteBuffer other) {
    int from = one.position() + Integer.BYTES;
    int end = from + one.getInt(one.position());
    int otherFrom = other.position() + Integer.BYTES;
    int otherEnd = otherFrom + other.getInt(other.position());
    int byCustomer =
        Arrays.compareUnsigned(one.array(), from, end, other.array(), otherFrom, otherEnd);
    return byCustomer != 0
        ? byCustomer
        : Long.compare(one.getLong(end + Integer.BYTES), other.getLong(otherEnd + Integer.BYTES));
  }
}
