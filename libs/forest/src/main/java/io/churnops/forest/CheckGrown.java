package io.churnops.forest;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Holds a forest that was grown elsewhere against the table it is said to be of. Of every tree it
 * is checked that it could be one of the table's: its depth, the rows of its leaves, that its root
 * has all rows of a sample and every split as many as both its sides. Trees drawn by lot are grown
 * again and must be the same to the bit; if a share s of the trees is not what it should be, then k
 * such trees let it pass with a probability of (1 − s)^k.
 */
public final class CheckGrown {

  private final ForestTrainer trainer;
  private final RandomGenerator lot;

  /**
   * Checks with so many threads.
   *
   * @param lot whatever it gives must not be foreseeable by whoever grew the forest
   */
  public CheckGrown(int threads, RandomGenerator lot) {
    this.trainer = new ForestTrainer(threads);
    this.lot = lot;
  }

  /**
   * Checks a whole forest, and returns the numbers of the trees that were grown again.
   *
   * @param again how many; all where there are fewer
   * @throws NotGrownSoException if it is not the forest of its parameters and this table
   * @throws UntrainableException if there is none
   */
  public List<Integer> check(ForestPart part, BinnedTable table, int again) {
    require(part.isWhole() && part.from() == 0, "it has not all its trees");
    require(part.table().equals(table.sha256()), "it is of another table");
    CompiledForest forest = part.trees();
    require(forest.inputs() == table.names().size(), "it is over " + forest.inputs() + " columns");
    int rows = RowSampler.of(table.targets()).draws();
    for (int tree = 0; tree < forest.trees(); tree++) {
      checkTree(part, tree, rows);
    }
    int[] drawn = draw(forest.trees(), again);
    if (drawn.length > 0) {
      growAgain(part, table, drawn);
    }
    return IntStream.of(drawn).boxed().toList();
  }

  private static void checkTree(ForestPart part, int tree, int rows) {
    CompiledForest forest = part.trees();
    ForestParameters parameters = part.parameters();
    int root = forest.root(tree);
    int end = tree + 1 < forest.trees() ? forest.root(tree + 1) : forest.nodes();
    require(
        forest.depth(tree) <= parameters.maxDepth(),
        "tree " + tree + " is " + forest.depth(tree) + " splits deep");
    require(forest.cover(root) == rows, "tree " + tree + " is not of " + rows + " rows");
    for (int node = root; node < end; node++) {
      int covered = forest.cover(node);
      require(
          node == root || covered >= parameters.minLeafSize(),
          "tree " + tree + " has a leaf of " + covered + " rows");
      if (!forest.isLeaf(node)) {
        int left = forest.left(node);
        require(
            (long) forest.cover(left) + forest.cover(left + 1) == covered,
            "tree " + tree + " has a split whose sides do not make it up");
      }
    }
  }

  private int[] draw(int trees, int count) {
    int[] numbers = IntStream.range(0, trees).toArray();
    int drawn = Math.min(count, trees);
    for (int i = 0; i < drawn; i++) {
      int other = lot.nextInt(i, trees);
      int number = numbers[other];
      numbers[other] = numbers[i];
      numbers[i] = number;
    }
    return IntStream.of(numbers).limit(drawn).sorted().toArray();
  }

  private void growAgain(ForestPart part, BinnedTable table, int[] numbers) {
    CompiledForest again = trainer.trees(table, part.parameters(), numbers);
    for (int i = 0; i < numbers.length; i++) {
      require(
          again.range(i, i + 1).equals(part.trees().range(numbers[i], numbers[i] + 1)),
          "tree " + numbers[i] + " is another when it is grown again");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new NotGrownSoException(otherwise);
    }
  }
}
