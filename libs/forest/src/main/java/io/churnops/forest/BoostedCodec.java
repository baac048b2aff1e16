package io.churnops.forest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The binary format of boosted trees, little-endian: magic, version, inputs, trees, nodes; for each
 * tree how many nodes it has, and its nodes: threshold or value (float), cover (float), place of
 * the left child in the tree, 0 for a leaf (int), feature (int), of a split that sends missing
 * values right its complement; CRC-32C of everything before.
 *
 * <p>Reading trusts nothing: the length must be exactly what the header implies before anything of
 * that size is allocated, and the nodes must form trees whose every walk ends inside them.
 */
final class BoostedCodec {

  private static final long MAGIC = 0x44_54_53_4f_4f_42_48_43L; // "CHBOOSTD"
  private static final int VERSION = 1;
  private static final int HEADER = Long.BYTES + 4 * Integer.BYTES;
  private static final int PER_NODE = 2 * Float.BYTES + 2 * Integer.BYTES;

  private BoostedCodec() {}

  static byte[] encode(BoostedTrees model) {
    long length = length(model.trees(), model.nodes());
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putInt(VERSION);
    out.putInt(model.inputs()).putInt(model.trees()).putInt(model.nodes());
    for (int tree = 0; tree < model.trees(); tree++) {
      int root = model.root(tree);
      int end = tree + 1 < model.trees() ? model.root(tree + 1) : model.nodes();
      out.putInt(end - root);
      for (int node = root; node < end; node++) {
        if (model.isLeaf(node)) {
          out.putFloat((float) model.leafValue(node)).putFloat(model.cover(node));
          out.putInt(0).putInt(0);
        } else {
          int feature = model.feature(node);
          out.putFloat(model.threshold(node)).putFloat(model.cover(node));
          out.putInt(model.left(node) - root).putInt(model.missingLeft(node) ? feature : ~feature);
        }
      }
    }
    out.putInt(crc(out.array(), out.position()));
    return out.array();
  }

  static BoostedTrees decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes.length >= HEADER + Integer.BYTES, "they are cut short");
    require(in.getLong() == MAGIC, "they do not begin as boosted trees");
    int version = in.getInt();
    require(version == VERSION, "they are of version " + version + ", not " + VERSION);
    int inputs = in.getInt();
    int trees = in.getInt();
    int nodes = in.getInt();
    require(trees >= 1 && nodes >= trees, "there are " + trees + " trees of " + nodes + " nodes");
    require(bytes.length == length(trees, nodes), "their length is not what their header says");
    int body = bytes.length - Integer.BYTES;
    require(in.getInt(body) == crc(bytes, body), "their checksum does not match");
    var read = new ArrayList<BoostedTree>();
    try {
      for (int left = nodes; read.size() < trees; ) {
        int size = in.getInt();
        left -= size;
        require(size >= 1 && left >= trees - read.size() - 1, "a tree has " + size + " nodes");
        read.add(tree(in, size));
      }
      require(in.position() == body, "they hold more nodes than trees");
      return BoostedTrees.of(inputs, read);
    } catch (IllegalArgumentException e) {
      throw new CorruptForestException("not usable boosted trees: " + e.getMessage());
    }
  }

  private static BoostedTree tree(ByteBuffer in, int size) {
    List<BoostedTree.Node> nodes = new ArrayList<>(size);
    for (int place = 0; place < size; place++) {
      float value = in.getFloat();
      float cover = in.getFloat();
      int left = in.getInt();
      int feature = in.getInt();
      if (left == 0) {
        require(feature == 0, "leaf " + place + " is malformed");
        nodes.add(new BoostedTree.Leaf(value, cover));
      } else {
        boolean missingLeft = feature >= 0;
        nodes.add(
            new BoostedTree.Split(
                missingLeft ? feature : ~feature, value, left, missingLeft, cover));
      }
    }
    return new BoostedTree(nodes);
  }

  private static long length(int trees, int nodes) {
    return HEADER + (long) trees * Integer.BYTES + (long) nodes * PER_NODE + Integer.BYTES;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptForestException("not usable boosted trees: " + otherwise);
    }
  }
}
