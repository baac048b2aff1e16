package io.churnops.forest;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/**
 * The binary format of a binned table: magic, version, columns, rows, whether there are weights;
 * for each column its name, its cuts and its bins; the labels as bits; the weights; the SHA-256 of
 * everything before.
 *
 * <p>Reading trusts nothing: no more is allocated than there are bytes, and every bin lies between
 * cuts of its column.
 */
final class BinnedTableCodec {

  private static final long MAGIC = 0x43_48_42_49_4e_4e_45_44L; // "CHBINNED"
  private static final int VERSION = 1;

  private BinnedTableCodec() {}

  static String sha256(BinnedTable table) {
    MessageDigest digest = digest();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      writeBody(table, new DataOutputStream(out));
    } catch (IOException e) {
      throw new IllegalStateException("Nothing is written anywhere", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static void write(BinnedTable table, OutputStream out) throws IOException {
    MessageDigest digest = digest();
    writeBody(table, new DataOutputStream(new DigestOutputStream(out, digest)));
    out.write(digest.digest());
    out.flush();
  }

  private static void writeBody(BinnedTable table, DataOutputStream out) throws IOException {
    Targets targets = table.targets();
    out.writeLong(MAGIC);
    out.writeInt(VERSION);
    out.writeInt(table.names().size());
    out.writeInt(table.rows());
    out.writeBoolean(targets.isWeighted());
    for (int column = 0; column < table.names().size(); column++) {
      BinnedColumn binned = table.columns()[column];
      out.writeUTF(table.names().get(column));
      out.writeInt(binned.size() - 1);
      out.write(bytes(binned.cuts()));
      out.write(binned.bins(), 0, table.rows());
    }
    out.write(Arrays.copyOf(targets.labels().toByteArray(), bytesOfBits(table.rows())));
    out.write(bytes(targets.weights()));
  }

  static BinnedTable read(InputStream stream) throws IOException {
    MessageDigest digest = digest();
    var in = new DataInputStream(new DigestInputStream(stream, digest));
    try {
      BinnedTable table = readBody(in);
      byte[] expected = digest.digest();
      require(Arrays.equals(stream.readNBytes(expected.length), expected), "its digest differs");
      return table;
    } catch (EOFException | UTFDataFormatException e) {
      throw new CorruptForestException("not a usable binned table: it is cut short or altered");
    }
  }

  private static BinnedTable readBody(DataInputStream in) throws IOException {
    require(in.readLong() == MAGIC, "it does not begin as one");
    int version = in.readInt();
    require(version == VERSION, "it is of version " + version + ", not " + VERSION);
    int width = in.readInt();
    int rows = in.readInt();
    require(width >= 1 && width <= CompiledForest.MAX_INPUTS, "it has " + width + " columns");
    require(rows >= 1 && rows <= TrainingTable.MAX_ROWS, "it has " + rows + " rows");
    boolean weighted = in.readBoolean();
    List<String> names = new ArrayList<>();
    List<BinnedColumn> columns = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      names.add(in.readUTF());
      columns.add(readColumn(in, rows));
    }
    BitSet labels = BitSet.valueOf(exactly(in, bytesOfBits(rows)));
    require(labels.length() <= rows, "it has labels of no row");
    float[] weights = weighted ? floats(exactly(in, rows * (long) Float.BYTES)) : new float[0];
    for (float weight : weights) {
      require(weight > 0 && weight <= 1, "a row weighs " + weight);
    }
    return new BinnedTable(
        List.copyOf(names),
        columns.toArray(BinnedColumn[]::new),
        new Targets(rows, labels, weights));
  }

  private static BinnedColumn readColumn(DataInputStream in, int rows) throws IOException {
    int count = in.readInt();
    require(count >= 0 && count < BinnedColumn.MAX_BINS, "a column has " + count + " cuts");
    float[] cuts = floats(exactly(in, count * (long) Float.BYTES));
    for (int i = 0; i < count; i++) {
      require(Float.isFinite(cuts[i]) && (i == 0 || cuts[i] > cuts[i - 1]), "cuts do not ascend");
    }
    byte[] bins = exactly(in, rows);
    for (byte bin : bins) {
      require(Byte.toUnsignedInt(bin) <= count, "a value lies behind the last bin");
    }
    return new BinnedColumn(cuts, bins);
  }

  private static byte[] exactly(DataInputStream in, long length) throws IOException {
    byte[] bytes = in.readNBytes(Math.toIntExact(length));
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static byte[] bytes(float[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    ByteBuffer.wrap(bytes).asFloatBuffer().put(values);
    return bytes;
  }

  private static float[] floats(byte[] bytes) {
    FloatBuffer buffer = ByteBuffer.wrap(bytes).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static int bytesOfBits(int bits) {
    return Math.ceilDiv(bits, Byte.SIZE);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptForestException("not a usable binned table: " + otherwise);
    }
  }
}
