package io.churnops.forest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The growing of one forest: when it stops, and who is told. */
final class Growth {

  private final int asked;
  private final long budgetNanos;
  private final GrowthListener listener;
  private final long began = System.nanoTime();
  private int grown;
  private long nodes;
  private boolean timeIsUp;
  private @Nullable RuntimeException ended;

  Growth(int asked, Duration budget, GrowthListener listener) {
    this.asked = asked;
    this.listener = listener;
    budgetNanos = budget.toNanos();
  }

  /**
   * The trees of the seeds, in their order, up to the first that was not begun in time.
   *
   * @throws RuntimeException what the listener threw
   */
  List<FlatTree> grow(ExecutorService workers, Supplier<TreeGrower> growers, long[] seeds) {
    ThreadLocal<TreeGrower> own = ThreadLocal.withInitial(growers);
    try {
      return InOrder.each(workers, seeds.length, tree -> grow(own, tree, seeds[tree])).stream()
          .takeWhile(Optional::isPresent)
          .flatMap(Optional::stream)
          .toList();
    } catch (IllegalStateException e) {
      throw endedBy().orElse(e);
    }
  }

  private synchronized Optional<RuntimeException> endedBy() {
    return Optional.ofNullable(ended);
  }

  private Optional<FlatTree> grow(ThreadLocal<TreeGrower> own, int index, long seed) {
    if (isOver(index)) {
      return Optional.empty();
    }
    FlatTree tree = own.get().grow(seed);
    tell(tree);
    return Optional.of(tree);
  }

  private synchronized boolean isOver(int index) {
    timeIsUp |= System.nanoTime() - began >= budgetNanos;
    return ended != null || (timeIsUp && index > 0);
  }

  private synchronized void tell(FlatTree tree) {
    if (ended != null) {
      return;
    }
    grown++;
    nodes += tree.size();
    try {
      listener.nodesGrown(nodes, grown, asked);
      listener.treeGrown(grown, asked);
    } catch (RuntimeException e) {
      ended = e;
      throw e;
    }
  }
}
