package io.churnops.forest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A training table as the histogram trainer sees it: the bin of every value, one byte each, the
 * cuts between the bins, labels and weights. Made once, it can be written and read elsewhere; what
 * is grown of it there is grown as from the table itself, to the bit. Immutable.
 */
public final class BinnedTable {

  private final List<String> names;
  private final BinnedColumn[] columns;
  private final Targets targets;
  private volatile @Nullable String sha256;

  BinnedTable(List<String> names, BinnedColumn[] columns, Targets targets) {
    this.names = names;
    this.columns = columns;
    this.targets = targets;
  }

  /** Bins the columns of a table; the same for any number of threads. */
  public static BinnedTable of(TrainingTable table, int threads) {
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      return of(table, workers);
    }
  }

  static BinnedTable of(TrainingTable table, ExecutorService workers) {
    BinnedColumn[] columns =
        InOrder.each(workers, table.width(), column -> BinnedColumn.of(table.column(column)))
            .toArray(BinnedColumn[]::new);
    return new BinnedTable(table.columns(), columns, table.targets());
  }

  /**
   * Reads what {@link #write} wrote, and nothing behind it.
   *
   * @throws CorruptForestException if these are not exactly such bytes
   */
  public static BinnedTable read(InputStream in) throws IOException {
    return BinnedTableCodec.read(in);
  }

  /** Writes the table; the same table gives the same bytes. */
  public void write(OutputStream out) throws IOException {
    BinnedTableCodec.write(this, out);
  }

  /** The SHA-256 of the table in hexadecimal: of its columns, bins, cuts, labels and weights. */
  public String sha256() {
    String known = sha256;
    if (known == null) {
      known = BinnedTableCodec.sha256(this);
      sha256 = known;
    }
    return known;
  }

  public List<String> names() {
    return names;
  }

  public int rows() {
    return targets.rows();
  }

  BinnedColumn[] columns() {
    return columns;
  }

  Targets targets() {
    return targets;
  }
}
