package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.RawEvent;
import io.churnops.ingestion.event.UnreadableBodyException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * The lines of an NDJSON stream, one at a time. Blank lines are passed over; a line longer than an
 * event may be is cut one byte past that, so that memory stays bounded and the excess shows.
 */
final class EventLines {

  /** Events one stream may have. */
  static final int MAX_LINES = 50_000;

  /** Bytes one stream may have, uncompressed. */
  static final long MAX_BYTES = 64L * 1024 * 1024;

  private static final int KEEP = RawEvent.MAX_BYTES + 1;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
  private int position;
  private int filled;
  private long read;
  private int lines;

  EventLines(InputStream in) {
    this.in = in;
  }

  /**
   * The next line that is not blank; empty at the end.
   *
   * @throws StreamTooLongException past {@link #MAX_LINES} or {@link #MAX_BYTES}
   */
  Optional<byte[]> next() throws IOException {
    while (true) {
      boolean ended = !readLine();
      byte[] text = line.toByteArray();
      if (!isBlank(text)) {
        if (++lines > MAX_LINES) {
          throw new StreamTooLongException();
        }
        return Optional.of(text);
      }
      if (ended) {
        return Optional.empty();
      }
    }
  }

  /** Reads up to a line feed; false at the end of the stream. */
  private boolean readLine() throws IOException {
    line.reset();
    while (true) {
      if (position == filled && !fill()) {
        return false;
      }
      int end = position;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, position, Math.min(end - position, KEEP - line.size()));
      boolean complete = end < filled;
      position = complete ? end + 1 : end;
      if (complete) {
        return true;
      }
    }
  }

  private boolean fill() throws IOException {
    try {
      position = 0;
      filled = Math.max(0, in.read(buffer));
    } catch (ZipException | EOFException broken) {
      throw new UnreadableBodyException(
          "The stream is not complete gzip. Events before the break may have been kept; sending them"
              + " again is safe.");
    }
    read += filled;
    if (read > MAX_BYTES) {
      throw new StreamTooLongException();
    }
    return filled > 0;
  }

  private static boolean isBlank(byte[] text) {
    for (byte b : text) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
