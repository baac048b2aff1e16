package io.churnops.ingestion.imports;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what uploads take on the disk, those under way included, before a byte of them is there.
 */
final class SpoolRoom {

  /** What is left of the disk to others. */
  private static final long SPARE = 64L << 20;

  private final Spool spool;
  private final long most;
  private final AtomicLong arriving = new AtomicLong();

  SpoolRoom(Spool spool, long most) {
    this.spool = spool;
    this.most = most;
  }

  /** Room on the disk, to be given back when the upload is in the spool or has come to nothing. */
  @FunctionalInterface
  interface Reserved extends AutoCloseable {

    @Override
    void close();
  }

  /**
   * Room for an upload.
   *
   * @throws ImportProblem if there is none
   */
  Reserved reserve(long bytes) {
    long all = arriving.addAndGet(bytes);
    boolean fits = false;
    try {
      if (spool.bytes() + all > most) {
        throw ImportProblem.spoolFull(most);
      }
      // What has arrived of an upload is no longer free, and is not to come any more.
      if (spool.room() < all - spool.arrivedBytes() + SPARE) {
        throw ImportProblem.diskFull();
      }
      fits = true;
    } finally {
      if (!fits) {
        arriving.addAndGet(-bytes);
      }
    }
    return () -> arriving.addAndGet(-bytes);
  }
}
