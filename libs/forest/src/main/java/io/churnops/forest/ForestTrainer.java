package io.churnops.forest;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Grows a random forest (Breiman 2001) over histograms: every column is cut into at most 256 bins
 * once, each tree is grown on its own bootstrap sample with Gini splits among randomly drawn
 * columns. The trees' seeds are drawn up front, so the forest is the same to the bit for any number
 * of threads.
 */
public final class ForestTrainer {

  private static final int FEWEST_ROWS = 20;

  private final int threads;

  /** A trainer that uses this many threads at a time. */
  public ForestTrainer(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a trainer needs a thread, not " + threads);
    }
    this.threads = threads;
  }

  /**
   * Grows a forest whose inputs are the columns of the table.
   *
   * @throws UntrainableException if the table has too few rows for two leaves, fewer than {@value
   *     #FEWEST_ROWS}, or rows of one class only
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public CompiledForest train(TrainingTable table, ForestParameters parameters) {
    checkTrainable(table, parameters);
    long[] seeds = new SplittableRandom(parameters.seed()).longs(parameters.trees()).toArray();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      BinnedColumn[] columns =
          each(workers, table.columns().size(), column -> BinnedColumn.of(table.column(column)))
              .toArray(BinnedColumn[]::new);
      List<FlatTree> trees = grow(workers, columns, table, parameters, seeds);
      return CompiledForest.of(columns.length, trees);
    }
  }

  private List<FlatTree> grow(
      ExecutorService workers,
      BinnedColumn[] columns,
      TrainingTable table,
      ForestParameters parameters,
      long[] seeds) {
    ThreadLocal<TreeGrower> growers =
        ThreadLocal.withInitial(() -> new TreeGrower(columns, table, parameters));
    return each(workers, seeds.length, tree -> growers.get().grow(seeds[tree]));
  }

  /** Computes a value for each index on the workers; results in the order of the indices. */
  private static <T> List<T> each(ExecutorService workers, int size, IntFunction<T> task) {
    List<Callable<T>> tasks =
        IntStream.range(0, size).<Callable<T>>mapToObj(i -> () -> task.apply(i)).toList();
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      var results = new ArrayList<T>(size);
      for (Future<T> future : workers.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
      throw new CancellationException("training was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a tree could not be grown", e.getCause());
    }
  }

  private static void checkTrainable(TrainingTable table, ForestParameters parameters) {
    long needed = Math.max(FEWEST_ROWS, 2L * parameters.minLeafSize());
    if (table.rows() < needed) {
      throw new UntrainableException(
          "a forest with leaves of at least "
              + parameters.minLeafSize()
              + " rows needs at least "
              + needed
              + " training rows, there are "
              + table.rows());
    }
    if (table.positives() == 0 || table.positives() == table.rows()) {
      throw new UntrainableException(
          "all "
              + table.rows()
              + " training rows are "
              + (table.positives() == 0 ? "customers who stayed" : "customers who churned")
              + "; a forest needs both");
    }
  }
}
