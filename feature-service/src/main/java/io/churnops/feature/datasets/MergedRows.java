package io.churnops.feature.datasets;

import io.churnops.feature.log.CustomerRange;
import io.churnops.feature.log.EventTime;
import io.churnops.features.engine.TrainingRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Puts the rows of a range together: those that are folded and those that are taken over from an
 * earlier training set, by customer and cutoff. Confined to one thread.
 */
final class MergedRows implements AutoCloseable {

  private final InputStream in;
  private final WrittenRows written;
  private final CustomerRange range;
  private final RowsPart part;

  /** Whether there is a row to be taken over; if so, of whom and of when it is. */
  private boolean waits;

  private String customer = "";
  private long cutoffMicros;

  /**
   * Rows of a range.
   *
   * @param written the rows to be taken over, from the first of the range on
   */
  MergedRows(InputStream in, WrittenRows written, CustomerRange range, RowsPart part) {
    this.in = in;
    this.written = written;
    this.range = range;
    this.part = part;
    advance();
  }

  /** Rows of which none is taken over. */
  static MergedRows none(RowsPart part) {
    InputStream nothing = InputStream.nullInputStream();
    return new MergedRows(nothing, new WrittenRows(nothing, 0), CustomerRange.ALL, part);
  }

  private void advance() {
    try {
      waits = written.next();
      if (waits) {
        customer = written.customer();
        cutoffMicros = EventTime.toMicros(Instant.parse(written.cutoff()));
        String until = range.until();
        waits = until == null || Spine.BY_BYTES.compare(customer, until) < 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a folded row, after those of the customer's earlier cutoffs. */
  void add(TrainingRow row) {
    takeOver(row.customerId(), row.cutoffMicros());
    part.add(row);
  }

  /** Takes over what is left of a customer of whom all rows have been added. */
  void endOf(String customerId) {
    takeOver(customerId, Long.MAX_VALUE);
  }

  private void takeOver(String customerId, long before) {
    while (waits && customer.equals(customerId) && cutoffMicros < before) {
      part.add(written);
      advance();
    }
  }

  /**
   * To be called after the last customer.
   *
   * @throws UnusableBaseException if a row is left: its customer has no event any more
   */
  void finish() {
    if (waits) {
      throw new UnusableBaseException("it has rows of a customer of whom the log knows nothing");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
