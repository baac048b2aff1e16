package io.churnops.feature.datasets;

import io.churnops.feature.log.CustomerRange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an earlier training set that are the same again, laid out by the ranges of customers in
 * which the new one is folded.
 */
final class ReusedRows implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final @Nullable Path file;
  private final int labels;
  private final Set<Instant> cutoffs;
  private final Set<String> changed;
  private final List<CustomerRange> ranges;
  private final List<Long> begins;
  private final long rows;

  private ReusedRows(
      @Nullable Path file,
      int labels,
      Set<Instant> cutoffs,
      Set<String> changed,
      List<CustomerRange> ranges,
      List<Long> begins,
      long rows) {
    this.file = file;
    this.labels = labels;
    this.cutoffs = cutoffs;
    this.changed = changed;
    this.ranges = ranges;
    this.begins = begins;
    this.rows = rows;
  }

  /** No row at all. */
  static ReusedRows none() {
    return new ReusedRows(null, 0, Set.of(), Set.of(), List.of(), List.of(), 0);
  }

  /**
   * An earlier training set.
   *
   * @param gzippedCsv its rows
   * @param sha256 of its CSV, in hexadecimal
   * @param labels how many each row has
   */
  record Source(Path gzippedCsv, String sha256, int labels) {}

  /**
   * Lays out the rows of some cutoffs.
   *
   * @param changed customers whose rows may be others by now
   * @param folder where the rows are laid out
   * @throws UnusableBaseException if the rows are not those that were written once
   */
  static ReusedRows of(
      Source source,
      Set<Instant> cutoffs,
      Set<String> changed,
      List<CustomerRange> ranges,
      Path folder) {
    Path file = folder.resolve("reused");
    MessageDigest digest = RowsFile.sha256();
    List<Long> begins = new ArrayList<>();
    long rows = 0;
    try (InputStream in =
            new DigestInputStream(
                new GZIPInputStream(Files.newInputStream(source.gzippedCsv()), BUFFER), digest);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      Set<String> wanted = new HashSet<>();
      cutoffs.forEach(cutoff -> wanted.add(cutoff.toString()));
      WrittenRows written = new WrittenRows(in, source.labels());
      long bytes = 0;
      written.next();
      while (written.next()) {
        if (wanted.contains(written.cutoff()) && !changed.contains(written.customer())) {
          beginRanges(ranges, begins, written.customer(), bytes);
          out.write(written.bytes(), 0, written.length());
          out.write('\n');
          bytes += written.length() + 1;
          rows++;
        }
      }
      while (begins.size() < ranges.size()) {
        begins.add(bytes);
      }
    } catch (IOException e) {
      throw new UnusableBaseException("its rows cannot be read: " + e.getMessage(), e);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(source.sha256())) {
      throw new UnusableBaseException("its rows are not those of its SHA-256");
    }
    return new ReusedRows(file, source.labels(), cutoffs, changed, ranges, begins, rows);
  }

  /** Every range up to that of a customer begins here. */
  private static void beginRanges(
      List<CustomerRange> ranges, List<Long> begins, String customer, long bytes) {
    while (begins.size() < ranges.size()) {
      String from = ranges.get(begins.size()).from();
      if (from != null && Spine.BY_BYTES.compare(from, customer) > 0) {
        return;
      }
      begins.add(bytes);
    }
  }

  /** How many rows are taken over. */
  long rows() {
    return rows;
  }

  /** The cutoffs whose rows are taken over, except of customers who have changed. */
  Set<Instant> cutoffs() {
    return cutoffs;
  }

  /** Whether nothing is taken over of a customer. */
  boolean isChanged(String customer) {
    return changed.contains(customer);
  }

  /** What makes the rows of a range complete. */
  MergedRows of(CustomerRange range, RowsPart part) {
    if (file == null) {
      return MergedRows.none(part);
    }
    try {
      FileChannel channel = FileChannel.open(file);
      channel.position(begins.get(ranges.indexOf(range)));
      InputStream in = Channels.newInputStream(channel);
      return new MergedRows(in, new WrittenRows(in, labels), range, part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
