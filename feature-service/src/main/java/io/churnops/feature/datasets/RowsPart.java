package io.churnops.feature.datasets;

import io.churnops.features.engine.CsvRow;
import io.churnops.features.engine.Outcome;
import io.churnops.features.engine.TrainingRow;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;

/**
 * Consecutive rows of a training set, written twice while they are made: as they are, to be hashed,
 * and deflated, to be joined to the parts before. Confined to one thread until it is finished.
 */
final class RowsPart implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final Path plainFile;
  private final Path deflatedFile;
  private final OutputStream plain;
  private final OutputStream deflated;
  private final Deflater deflater = new Deflater(2, true);
  private final byte[] chunk = new byte[BUFFER];
  private final CsvRow csv = new CsvRow();
  private final OutcomeCounts[] outcomes;
  private long rows;

  RowsPart(Path folder, String name, int labels) throws IOException {
    this.plainFile = folder.resolve(name + ".csv");
    this.deflatedFile = folder.resolve(name + ".deflate");
    this.plain = new BufferedOutputStream(Files.newOutputStream(plainFile), BUFFER);
    this.deflated = new BufferedOutputStream(Files.newOutputStream(deflatedFile), BUFFER);
    this.outcomes = new OutcomeCounts[labels];
    for (int i = 0; i < labels; i++) {
      outcomes[i] = new OutcomeCounts();
    }
  }

  /** Writes a row of a training set. */
  void add(TrainingRow row) {
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i].add(row.outcomes().get(i));
    }
    csv.row(row);
    endRow();
  }

  /** Takes over a row of another training set as it is. */
  void add(WrittenRows written) {
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i].add(written.outcome(i));
    }
    csv.written(written.bytes(), written.length());
    csv.endLine();
    endRow();
  }

  void begin(String customer, long cutoffMicros) {
    csv.begin(customer, cutoffMicros);
  }

  void label(int label, Outcome outcome) {
    outcomes[label].add(outcome);
    csv.outcome(outcome);
  }

  CsvRow csv() {
    return csv;
  }

  void end() {
    csv.endLine();
    endRow();
  }

  private void endRow() {
    rows++;
    if (csv.size() >= BUFFER) {
      write();
    }
  }

  private void write() {
    try {
      plain.write(csv.bytes(), 0, csv.size());
      deflater.setInput(csv.bytes(), 0, csv.size());
      deflate(Deflater.NO_FLUSH);
      csv.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deflate(int flush) throws IOException {
    int length = deflater.deflate(chunk, 0, chunk.length, flush);
    while (length > 0) {
      deflated.write(chunk, 0, length);
      length = deflater.deflate(chunk, 0, chunk.length, flush);
    }
  }

  /** Ends the part at a whole byte, so that another can follow; nothing can be added any more. */
  RowsPart finish() throws IOException {
    write();
    deflate(Deflater.SYNC_FLUSH);
    plain.close();
    deflated.close();
    return this;
  }

  Path plainFile() {
    return plainFile;
  }

  Path deflatedFile() {
    return deflatedFile;
  }

  long rows() {
    return rows;
  }

  OutcomeCounts[] outcomes() {
    return outcomes;
  }

  /** Removes what was written; after the part has been joined to the others, or in vain. */
  @Override
  public void close() throws IOException {
    deflater.end();
    plain.close();
    deflated.close();
    Files.deleteIfExists(plainFile);
    Files.deleteIfExists(deflatedFile);
  }
}
