package io.churnops.ingestion.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Gives up on a body that arrives too slowly, so that a few slow senders cannot hold all the places
 * for ever: only the time spent waiting for bytes counts, not that spent working on them.
 */
final class PacedInputStream extends FilterInputStream {

  /** How long a body may be waited for, whatever its size. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Bytes that each further second of waiting must bring. */
  static final int BYTES_PER_SECOND = 64 * 1024;

  private final InstantSource clock;
  private Duration waited = Duration.ZERO;
  private long read;

  PacedInputStream(InputStream in, InstantSource clock) {
    super(in);
    this.clock = clock;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    Instant begin = clock.instant();
    int count;
    try {
      count = super.read(bytes, from, length);
    } catch (SocketTimeoutException stalled) {
      throw new BodyTooSlowException();
    }
    read += Math.max(0, count);
    waited = waited.plus(Duration.between(begin, clock.instant()));
    if (waited.compareTo(PATIENCE.plusSeconds(read / BYTES_PER_SECOND)) > 0) {
      throw new BodyTooSlowException();
    }
    return count;
  }
}
