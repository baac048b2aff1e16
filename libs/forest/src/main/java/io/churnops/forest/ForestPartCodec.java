package io.churnops.forest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The binary format of a part of a forest: magic, version, digest of the table, parameters, first
 * tree, trees of the whole; then the trees as a compiled forest.
 */
final class ForestPartCodec {

  private static final long MAGIC = 0x43_48_46_4f_50_41_52_54L; // "CHFOPART"
  private static final int VERSION = 1;

  private ForestPartCodec() {}

  static byte[] encode(ForestPart part) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      out.writeUTF(part.table());
      out.writeUTF(part.parameters());
      out.writeInt(part.from());
      out.writeInt(part.asked());
      out.write(part.trees().encode());
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
      String table = in.readUTF();
      String parameters = in.readUTF();
      int from = in.readInt();
      int asked = in.readInt();
      return new ForestPart(
          table, parameters, from, asked, CompiledForest.decode(in.readAllBytes()));
    } catch (IOException | IllegalArgumentException e) {
      throw new CorruptForestException("not a usable part of a forest: " + e.getMessage());
    }
  }
}
