package io.churnops.feature.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Rows by the bytes of their customers and by time. */
interface SortedRows {

  /** The next row, at its first field and usable until the one after it; null after the last. */
  @Nullable ByteBuffer next() throws IOException;
}
