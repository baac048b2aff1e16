package io.churnops.feature.log;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Rows of the log as PostgreSQL streams them in its binary COPY format: the fastest way out of it,
 * holding one row in memory.
 */
final class CopiedRows implements AutoCloseable {

  private static final byte SIGNATURE = 'P';

  /** Signature, flags and the length of an extension, which is none. */
  private static final int HEADER_BYTES = 19;

  private final CopyOut copy;
  private boolean begun;

  private CopiedRows(CopyOut copy) {
    this.copy = copy;
  }

  /** The rows of a query for {@link EventRow#COLUMNS}. */
  static CopiedRows of(PGConnection connection, String query) throws SQLException {
    return new CopiedRows(
        connection.getCopyAPI().copyOut("copy (" + query + ") to stdout (format binary)"));
  }

  /** The next row, at its first field; null after the last. */
  @Nullable ByteBuffer next() throws SQLException {
    for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
      ByteBuffer row = ByteBuffer.wrap(message);
      if (!begun) {
        begun = true;
        if (message.length >= HEADER_BYTES && message[0] == SIGNATURE) {
          row.position(HEADER_BYTES);
        }
      }
      if (row.remaining() >= Short.BYTES && row.getShort() == EventRow.FIELDS) {
        return row;
      }
    }
    return null;
  }

  /** Ends the stream, also where not all of it was read. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
