package io.churnops.feature.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.postgresql.PGConnection;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The events of a log by ranges of customers: the log is gone through once, page by page, and every
 * event put to those of its range in a file. First all {@link #reads} must be done, by any threads;
 * then every range can be had in the order of its customers.
 */
public final class ScatteredEvents implements AutoCloseable {

  /** So much of a range is sorted in memory at once. */
  private static final int SORTED_AT_ONCE = 12 << 20;

  private final LogSnapshot log;
  private final JdbcTemplate jdbc;
  private final EventChoice choice;
  private final List<byte[]> borders = new ArrayList<>();
  private final List<SpilledRange> spilled = new ArrayList<>();
  private final SpillFile file;
  private final ThreadLocal<RowSorter> sorters = ThreadLocal.withInitial(RowSorter::new);

  ScatteredEvents(
      LogSnapshot log,
      JdbcTemplate jdbc,
      List<CustomerRange> ranges,
      EventChoice choice,
      Path folder)
      throws IOException {
    this.log = log;
    this.jdbc = jdbc;
    this.choice = choice;
    this.file = new SpillFile(folder);
    for (CustomerRange range : ranges) {
      spilled.add(new SpilledRange(file));
      if (range.until() != null) {
        borders.add(range.until().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** What is to be done first: each reads some pages of the log, on a connection of its own. */
  public Iterator<Callable<Boolean>> reads() {
    List<LogSlice> slices = log.read(() -> LogSlice.all(jdbc));
    return slices.stream().map(slice -> (Callable<Boolean>) () -> read(slice)).iterator();
  }

  private boolean read(LogSlice slice) {
    return log.read(() -> {
      jdbc.execute("set local jit = off");
      // Leaves out months that begin too late.
      jdbc.execute("set local constraint_exclusion = on");
      jdbc.execute((Connection connection) -> {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (CopiedRows rows = CopiedRows.of(postgres, choice.query(postgres, slice))) {
          scatter(rows);
        } catch (IOException e) {
          throw new UncheckedIOException(e.getMessage(), e);
        }
        return true;
      });
      // The COPY's lock lasts until the end of the transaction.
      if (!slice.isCurrent(jdbc)) {
        throw new TransientDataAccessResourceException(
            slice.table() + " was rewritten while the log was read");
      }
      return true;
    });
  }

  private void scatter(CopiedRows rows) throws SQLException, IOException {
    for (ByteBuffer row = rows.next(); row != null; row = rows.next()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("Interrupted while reading the log");
      }
      spilled.get(rangeOf(row)).add(row);
    }
  }

  private int rangeOf(ByteBuffer row) {
    int low = 0;
    int high = borders.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (EventRow.compareCustomer(row, borders.get(middle)) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** To be called after all reads. */
  public void finish() throws IOException {
    for (SpilledRange range : spilled) {
      range.finish();
    }
  }

  /**
   * Shows every customer of a range.
   *
   * @param range its number
   */
  public void forEachCustomer(int range, CustomerVisitor visitor) throws IOException {
    SortedRows rows = spilled.get(range).sorted(SORTED_AT_ONCE, sorters.get());
    new CustomerCursor(rows).forEachCustomer(visitor);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
