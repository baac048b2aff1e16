package io.churnops.training.boosting;

import java.util.Locale;

/** Rows take more memory outside the heap than there is; the system would kill the process. */
public final class NoMemoryException extends RuntimeException {

  private static final long MEGABYTE = 1_000_000;

  NoMemoryException(int rows, int columns, long least, long left) {
    super(
        String.format(
            Locale.ROOT,
            "%,d rows of %d columns take xgboost at least %,d MB outside the heap, and beside what"
                + " the JVM holds there are %,d MB on this machine or in this container. Give it"
                + " more memory or a smaller heap, or train a forest.",
            rows,
            columns,
            Math.ceilDiv(least, MEGABYTE),
            Math.max(0, left) / MEGABYTE));
  }
}
