package io.churnops.forest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The binary format of a part of a forest: magic, version, digest of the table, parameters, first
 * tree, trees of the whole; the trees as a compiled forest; the SHA-256 of everything before.
 */
final class ForestPartCodec {

  private static final long MAGIC = 0x43_48_46_4f_50_41_52_54L; // "CHFOPART"
  private static final int VERSION = 2;

  private ForestPartCodec() {}

  static byte[] encode(ForestPart part) {
    MessageDigest digest = BinnedTableCodec.digest();
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new DigestOutputStream(bytes, digest))) {
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      out.writeUTF(part.table());
      out.writeUTF(part.parameters());
      out.writeInt(part.from());
      out.writeInt(part.asked());
      out.write(part.trees().encode());
      bytes.write(digest.digest());
    } catch (IOException e) {
      throw new IllegalStateException("Memory can be written", e);
    }
    return bytes.toByteArray();
  }

  static ForestPart decode(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readLong() != MAGIC) {
        throw new CorruptForestException("not a part of a forest: it does not begin as one");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new CorruptForestException(
            "not a usable part of a forest: it is of version " + version + ", not " + VERSION);
      }
      byte[] digest = digestOfAllBefore(bytes);
      if (!Arrays.equals(
          digest, 0, digest.length, bytes, bytes.length - digest.length, bytes.length)) {
        throw new CorruptForestException("not a usable part of a forest: its digest differs");
      }
      String table = in.readUTF();
      String parameters = in.readUTF();
      int from = in.readInt();
      int asked = in.readInt();
      return new ForestPart(
          table,
          parameters,
          from,
          asked,
          CompiledForest.decode(in.readNBytes(in.available() - digest.length)));
    } catch (IOException | IllegalArgumentException e) {
      throw new CorruptForestException("not a usable part of a forest: " + e.getMessage());
    }
  }

  private static byte[] digestOfAllBefore(byte[] bytes) throws EOFException {
    MessageDigest digest = BinnedTableCodec.digest();
    int end = bytes.length - digest.getDigestLength();
    if (end < 0) {
      throw new EOFException("it is cut short");
    }
    digest.update(bytes, 0, end);
    return digest.digest();
  }
}
