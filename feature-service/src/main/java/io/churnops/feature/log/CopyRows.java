package io.churnops.feature.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows in PostgreSQL's binary COPY format: the fastest way into it. */
final class CopyRows {

  /** PostgreSQL counts microseconds from 2000-01-01. */
  static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  private ByteBuffer bytes;

  CopyRows(int expectedBytes) {
    bytes = ByteBuffer.allocate(64 + expectedBytes);
    bytes.put(SIGNATURE).putLong(0);
  }

  /** Begins a row; its fields follow. */
  CopyRows row(int fields) {
    room(Short.BYTES).putShort((short) fields);
    return this;
  }

  CopyRows text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  CopyRows bytes(byte[] value) {
    room(Integer.BYTES + value.length).putInt(value.length).put(value);
    return this;
  }

  /** A time in microseconds since the epoch. */
  CopyRows instant(long micros) {
    return bigint(micros - POSTGRES_EPOCH_MICROS);
  }

  CopyRows bigint(long value) {
    room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
    return this;
  }

  CopyRows integer(int value) {
    room(Integer.BYTES + Integer.BYTES).putInt(Integer.BYTES).putInt(value);
    return this;
  }

  CopyRows uuid(UUID value) {
    room(Integer.BYTES + 2 * Long.BYTES)
        .putInt(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits());
    return this;
  }

  /**
   * Writes all rows in one statement.
   *
   * @param target a table and its columns in the order of the fields
   */
  void copyInto(Connection connection, String target) throws SQLException {
    room(Short.BYTES).putShort((short) -1);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement(target));
    try {
      copy.writeToCopy(bytes.array(), 0, bytes.position());
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** The statement that writes rows into a target. */
  static String statement(String target) {
    return "copy " + target + " from stdin (format binary)";
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      bytes =
          ByteBuffer.allocate(Math.max(2 * bytes.capacity(), bytes.position() + more))
              .put(bytes.flip());
    }
    return bytes;
  }
}
