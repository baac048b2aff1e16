package io.churnops.feature.datasets;

import io.churnops.features.engine.FeatureColumn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Joins the parts of a training set to one gzipped CSV file. The hash is that of the CSV, so that
 * neither the compressor nor where one part ends and the next begins matters.
 */
final class RowsFile implements AutoCloseable {

  /** A gzip header without name and time, of no particular system. */
  private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  /** The last block of a deflate stream: an empty one. */
  private static final byte[] LAST_BLOCK = {3, 0};

  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final FileChannel file;
  private final OutputStream out;
  private final MessageDigest digest = sha256();
  private final CRC32 crc = new CRC32();
  private final OutcomeCounts[] outcomes;
  private long bytes;
  private long rows;

  /**
   * A file with its first line.
   *
   * @param labels names of the label columns
   */
  RowsFile(Path folder, String name, List<String> labels, List<FeatureColumn> columns)
      throws IOException {
    this.folder = folder;
    this.file =
        FileChannel.open(
            folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.out = Channels.newOutputStream(file);
    this.outcomes = new OutcomeCounts[labels.size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = new OutcomeCounts();
    }
    out.write(GZIP_HEADER);
    try (RowsPart header = new RowsPart(folder, "header", labels.size())) {
      header.csv().header(labels, columns);
      join(header.finish());
    }
  }

  /** A part to be written anywhere, and joined in its turn. */
  RowsPart part(int number) throws IOException {
    return new RowsPart(folder, "part-" + number, outcomes.length);
  }

  /** Puts a finished part behind the ones before. */
  void join(RowsPart part) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream plain = Files.newInputStream(part.plainFile())) {
      for (int length = plain.read(buffer); length >= 0; length = plain.read(buffer)) {
        digest.update(buffer, 0, length);
        crc.update(buffer, 0, length);
        bytes += length;
      }
    }
    Files.copy(part.deflatedFile(), out);
    rows += part.rows();
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i].add(part.outcomes()[i]);
    }
  }

  /** Brings everything to the disk; nothing can be joined afterwards. */
  void finish() throws IOException {
    out.write(LAST_BLOCK);
    ByteBuffer trailer = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(trailer.putInt((int) crc.getValue()).putInt((int) bytes).array());
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  long rows() {
    return rows;
  }

  OutcomeCounts outcomes(int label) {
    return outcomes[label];
  }

  /** The SHA-256 of the CSV in hexadecimal; after {@link #finish}. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
