package io.churnops.forest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * The binary format of a compiled forest, little-endian: magic, version, inputs, trees, nodes; the
 * trees' roots (int); the packed nodes (long); their shares (double); their covers (int); CRC-32C
 * of everything before. In version 2, some splits send missing values right: they name their input
 * by its number plus that of the inputs. A forest without such is of version 1.
 *
 * <p>Reading trusts nothing: the length must be exactly what the header implies before anything of
 * that size is allocated, and the nodes must form trees whose every walk ends inside them.
 */
final class ForestCodec {

  private static final long MAGIC = 0x54_53_45_52_4f_46_48_43L; // "CHFOREST"
  private static final int PLAIN = 1;
  private static final int MISSING_RIGHT = 2;
  private static final int HEADER = Long.BYTES + 4 * Integer.BYTES;
  private static final int PER_NODE = Long.BYTES + Double.BYTES + Integer.BYTES;

  private ForestCodec() {}

  static byte[] encode(CompiledForest forest) {
    long length = length(forest.trees(), forest.nodes());
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putInt(version(forest));
    out.putInt(forest.inputs()).putInt(forest.trees()).putInt(forest.nodes());
    for (int tree = 0; tree < forest.trees(); tree++) {
      out.putInt(forest.root(tree));
    }
    for (int node = 0; node < forest.nodes(); node++) {
      out.putLong(forest.packed(node));
    }
    for (int node = 0; node < forest.nodes(); node++) {
      out.putDouble(forest.share(node));
    }
    for (int node = 0; node < forest.nodes(); node++) {
      out.putInt(forest.cover(node));
    }
    out.putInt(crc(out.slice(0, out.position())));
    return out.array();
  }

  static CompiledForest decode(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    int size = in.remaining();
    require(size >= HEADER + Integer.BYTES, "it is cut short");
    require(in.getLong() == MAGIC, "it does not begin as a compiled forest");
    int version = in.getInt();
    require(
        version == PLAIN || version == MISSING_RIGHT,
        "it is of version " + version + ", not " + PLAIN + " or " + MISSING_RIGHT);
    int inputs = in.getInt();
    int trees = in.getInt();
    int nodes = in.getInt();
    require(inputs >= 1 && inputs <= CompiledForest.MAX_INPUTS, "it has " + inputs + " inputs");
    require(trees >= 1 && nodes >= trees, "it has " + trees + " trees of " + nodes + " nodes");
    require(size == length(trees, nodes), "its length is not what its header says");
    int body = size - Integer.BYTES;
    require(in.getInt(body) == crc(in.slice(0, body)), "its checksum does not match");
    CompiledForest forest = read(in, inputs, version == PLAIN ? inputs : 2 * inputs, trees, nodes);
    require(version == version(forest), "its version is not that of its splits");
    return forest;
  }

  private static int version(CompiledForest forest) {
    return forest.sendsMissingRight() ? MISSING_RIGHT : PLAIN;
  }

  private static CompiledForest read(ByteBuffer in, int inputs, int features, int trees, int size) {
    int[] roots = new int[trees];
    in.asIntBuffer().get(roots);
    in.position(in.position() + trees * Integer.BYTES);
    long[] nodes = new long[size];
    LongBuffer packed = in.asLongBuffer();
    packed.get(nodes);
    in.position(in.position() + size * Long.BYTES);
    double[] shares = new double[size];
    in.asDoubleBuffer().get(shares);
    in.position(in.position() + size * Double.BYTES);
    int[] covers = new int[size];
    in.asIntBuffer().get(covers);
    checkTrees(roots, nodes, features);
    for (int node = 0; node < size; node++) {
      require(shares[node] >= 0 && shares[node] <= 1, "node " + node + " has no share");
      require(covers[node] >= 0, "node " + node + " has a negative cover");
    }
    return new CompiledForest(
        inputs, new ForestLayout(roots, ForestPacker.depths(roots, nodes), shares), nodes, covers);
  }

  private static void checkTrees(int[] roots, long[] nodes, int features) {
    require(roots[0] == 0, "its first tree does not begin at node 0");
    BitSet reached = new BitSet(nodes.length);
    byte[] depth = new byte[nodes.length];
    for (int tree = 0; tree < roots.length; tree++) {
      int end = tree + 1 < roots.length ? roots[tree + 1] : nodes.length;
      require(roots[tree] < end && end <= nodes.length, "tree " + tree + " has no nodes");
      reached.set(roots[tree]);
      for (int node = roots[tree]; node < end; node++) {
        require(reached.get(node), "node " + node + " belongs to no tree");
        checkNode(nodes[node], node, end, features, reached, depth);
      }
    }
  }

  private static void checkNode(
      long packed, int node, int end, int features, BitSet reached, byte[] depth) {
    int distance = PackedNode.distance(packed);
    if (distance == 0) {
      require(packed == PackedNode.LEAF, "leaf " + node + " is malformed");
      return;
    }
    int left = node + distance;
    require(
        left + 1 < end && !reached.get(left) && !reached.get(left + 1),
        "node " + node + " has no children of its own");
    require(PackedNode.feature(packed) < features, "node " + node + " splits an unknown input");
    require(Float.isFinite(PackedNode.threshold(packed)), "node " + node + " has no threshold");
    require(depth[node] < ForestParameters.MAX_DEPTH, "node " + node + " is too deep");
    reached.set(left, left + 2);
    depth[left] = (byte) (depth[node] + 1);
    depth[left + 1] = depth[left];
  }

  private static long length(int trees, int nodes) {
    return HEADER + (long) trees * Integer.BYTES + (long) nodes * PER_NODE + Integer.BYTES;
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptForestException("not a usable compiled forest: " + otherwise);
    }
  }
}
