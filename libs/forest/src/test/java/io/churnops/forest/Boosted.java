package io.churnops.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Boosted trees that nobody trained. */
public final class Boosted {

  private Boosted() {}

  /** Seven trees over so many inputs, the same ones each time. */
  public static BoostedTrees example(int inputs) {
    return random(inputs, 7, 4, new SplittableRandom(3));
  }

  /** Trees whose splits lie among small whole numbers, so that values meet them. */
  static BoostedTrees random(int inputs, int trees, int depth, SplittableRandom random) {
    return BoostedTrees.of(
        inputs, IntStream.range(0, trees).mapToObj(_ -> tree(inputs, depth, random)).toList());
  }

  static BoostedTree tree(int inputs, int depth, SplittableRandom random) {
    var nodes = new ArrayList<BoostedTree.Node>(List.of(new BoostedTree.Leaf(0, 1)));
    int begin = 0;
    for (int level = 0; level < depth; level++) {
      int end = nodes.size();
      for (int place = begin; place < end; place++) {
        if (random.nextInt(5) > 0) {
          nodes.set(
              place,
              new BoostedTree.Split(
                  random.nextInt(inputs),
                  random.nextInt(-2, 4),
                  nodes.size(),
                  random.nextBoolean(),
                  nodes.get(place).cover()));
          nodes.add(leaf(random));
          nodes.add(leaf(random));
        }
      }
      begin = end;
    }
    return new BoostedTree(nodes);
  }

  private static BoostedTree.Leaf leaf(SplittableRandom random) {
    return new BoostedTree.Leaf((float) random.nextDouble(-1, 1), 1 + random.nextInt(50) / 4f);
  }

  /** A row of such small numbers, some missing. */
  public static float[] row(int inputs, SplittableRandom random) {
    float[] row = new float[inputs];
    for (int input = 0; input < inputs; input++) {
      row[input] = random.nextInt(4) == 0 ? ForestInputs.MISSING : random.nextInt(-6, 10) / 2f;
    }
    return row;
  }
}
