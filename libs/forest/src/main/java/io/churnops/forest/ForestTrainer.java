package io.churnops.forest;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Grows a random forest (Breiman 2001): each tree on its own bootstrap sample, with Gini splits
 * among randomly drawn columns, which are cut into at most 256 bins once or, on demand, between any
 * two values. The trees' seeds are drawn up front, so the forest is the same to the bit for any
 * number of threads.
 */
public final class ForestTrainer {

  /** A time budget that never ends. */
  public static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

  private static final int FEWEST_ROWS = 20;

  private final int threads;
  private final Splitting splitting;

  /** A trainer over histograms that uses this many threads at a time. */
  public ForestTrainer(int threads) {
    this(threads, Splitting.HISTOGRAM);
  }

  public ForestTrainer(int threads, Splitting splitting) {
    if (threads < 1) {
      throw new IllegalArgumentException("a trainer needs a thread, not " + threads);
    }
    this.threads = threads;
    this.splitting = splitting;
  }

  /**
   * Grows a forest whose inputs are the columns of the table.
   *
   * @throws UntrainableException if the table has too few rows for two leaves, fewer than {@value
   *     #FEWEST_ROWS}, or rows of one class only; rows that count less than others are fewer
   * @throws CancellationException if the calling thread is interrupted; it stays so
   */
  public CompiledForest train(TrainingTable table, ForestParameters parameters) {
    return train(table, parameters, UNLIMITED, (grown, asked) -> {}).forest();
  }

  /**
   * Grows a forest until it has all its trees or time is up, but at least one.
   *
   * @param budget the time after which no tree is begun
   * @param listener told of every tree; may end the growing
   * @throws RuntimeException what the listener throws
   */
  public GrownForest train(
      TrainingTable table, ForestParameters parameters, Duration budget, GrowthListener listener) {
    RowSampler sampler = RowSampler.of(table.targets());
    checkTrainable(table.targets(), sampler, parameters);
    var growth = new Growth(parameters.trees(), budget, listener);
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      Supplier<TreeGrower> growers = growers(workers, table, parameters, sampler);
      var trees = growth.grow(workers, growers, TreeSeeds.of(parameters));
      return new GrownForest(CompiledForest.of(table.width(), trees), parameters.trees());
    }
  }

  /**
   * Grows some trees of the forest that {@link #train} grows over histograms of the table that was
   * binned; wherever they are grown, they are the same to the bit.
   *
   * @param from the number of the first tree, from 0
   * @param to the number behind the last one's, at most the trees of the parameters
   * @throws UntrainableException as from {@link #train}
   */
  public ForestPart trainPart(BinnedTable table, ForestParameters parameters, int from, int to) {
    if (from < 0 || from >= to || to > parameters.trees()) {
      throw new IllegalArgumentException(
          "trees %d to %d of a forest of %d".formatted(from, to - 1, parameters.trees()));
    }
    CompiledForest trees = trees(table, parameters, IntStream.range(from, to).toArray());
    return new ForestPart(table.sha256(), parameters, from, List.of(), trees);
  }

  /** The trees of these numbers, in their order. */
  CompiledForest trees(BinnedTable table, ForestParameters parameters, int[] numbers) {
    RowSampler sampler = RowSampler.of(table.targets());
    checkTrainable(table.targets(), sampler, parameters);
    var growth = new Growth(numbers.length, UNLIMITED, (grown, asked) -> {});
    long[] seeds = TreeSeeds.of(parameters);
    long[] chosen = Arrays.stream(numbers).mapToLong(number -> seeds[number]).toArray();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      var trees =
          growth.grow(workers, () -> new HistogramGrower(table, parameters, sampler), chosen);
      return CompiledForest.of(table.names().size(), trees);
    }
  }

  private Supplier<TreeGrower> growers(
      ExecutorService workers,
      TrainingTable table,
      ForestParameters parameters,
      RowSampler sampler) {
    return switch (splitting) {
      case HISTOGRAM -> {
        BinnedTable binned = BinnedTable.of(table, workers);
        yield () -> new HistogramGrower(binned, parameters, sampler);
      }
      case EXACT -> {
        RankedColumn[] columns =
            InOrder.each(
                    workers,
                    table.width(),
                    column -> RankedColumn.of(table.column(column), table.rows()))
                .toArray(RankedColumn[]::new);
        yield () -> new ExactGrower(columns, table.targets(), parameters, sampler);
      }
    };
  }

  /**
   * Makes sure that forests with these parameters can be grown of a table.
   *
   * @throws UntrainableException as from {@link #train}
   */
  public static void requireTrainable(BinnedTable table, ForestParameters parameters) {
    checkTrainable(table.targets(), RowSampler.of(table.targets()), parameters);
  }

  private static void checkTrainable(
      Targets targets, RowSampler sampler, ForestParameters parameters) {
    long needed = Math.max(FEWEST_ROWS, 2L * parameters.minLeafSize());
    if (sampler.draws() < needed) {
      throw new UntrainableException(
          "a forest with leaves of at least "
              + parameters.minLeafSize()
              + " rows needs at least "
              + needed
              + " training rows, there are "
              + targets.rows()
              + (targets.isWeighted() ? ", by their weights worth " + sampler.draws() : ""));
    }
    if (targets.positives() == 0 || targets.positives() == targets.rows()) {
      throw new UntrainableException(
          "all "
              + targets.rows()
              + " training rows are "
              + (targets.positives() == 0 ? "customers who stayed" : "customers who churned")
              + "; a forest needs both");
    }
  }
}
