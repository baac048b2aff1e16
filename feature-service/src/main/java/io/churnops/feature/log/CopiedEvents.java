package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Events as PostgreSQL streams them in its binary COPY format: the fastest way out of it, holding
 * one row in memory.
 */
final class CopiedEvents implements AutoCloseable {

  static final String COLUMNS = "customer_id, event_time, known_time, source, id, type, data";

  private static final int FIELDS = 7;
  private static final byte SIGNATURE = 'P';

  /** Signature, flags and the length of an extension, which is none. */
  private static final int HEADER_BYTES = 19;

  private final CopyOut copy;
  private final RecurringText customers = new RecurringText();
  private final RecurringText sources = new RecurringText();
  private final RecurringText types = new RecurringText();
  private boolean begun;

  private CopiedEvents(CopyOut copy) {
    this.copy = copy;
  }

  static CopiedEvents of(PGConnection connection, String query) throws SQLException {
    return new CopiedEvents(
        connection.getCopyAPI().copyOut("copy (" + query + ") to stdout (format binary)"));
  }

  /** The next event; null after the last. */
  @Nullable CustomerEvent next() throws SQLException {
    for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
      ByteBuffer row = ByteBuffer.wrap(message);
      if (!begun) {
        begun = true;
        if (message.length >= HEADER_BYTES && message[0] == SIGNATURE) {
          row.position(HEADER_BYTES);
        }
      }
      if (row.remaining() >= Short.BYTES && row.getShort() == FIELDS) {
        return event(row);
      }
    }
    return null;
  }

  private CustomerEvent event(ByteBuffer row) {
    String customer = customers.read(row);
    long time = instant(row);
    long known = instant(row);
    String source = sources.read(row);
    String id = text(row);
    String type = types.read(row);
    int length = row.getInt();
    return new CustomerEvent(
        source,
        id,
        type,
        customer,
        time,
        known,
        EventPayload.parse(row.array(), row.position(), length));
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

  /** Ends the stream, also where not all of it was read. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
