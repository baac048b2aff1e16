package io.churnops.forest.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * 95 % intervals of figures by drawing customers again (percentile bootstrap, Efron 1979). All rows
 * of a customer are drawn together, since they are no news of each other; customers who churned in
 * some row and those who did not are drawn apart, as many as there are. Each draw is the same for
 * every score of these rows, so that differences of two scores are paired. A function of the rows
 * and the seed.
 */
public final class Bootstrap {

  private static final long ROWS_IN_ALL = 20_000_000;
  private static final int FEWEST_DRAWS = 100;
  private static final int MOST_DRAWS = 1_000;
  private static final double TAIL = 0.025;

  private final boolean[] churned;
  private final int[] customers;
  private final int[][] strata;
  private final int draws;
  private final long[] seeds;

  private Bootstrap(boolean[] churned, int[] customers, int[][] strata, long seed) {
    this.churned = churned;
    this.customers = customers;
    this.strata = strata;
    this.draws = Math.clamp(ROWS_IN_ALL / churned.length, FEWEST_DRAWS, MOST_DRAWS);
    this.seeds = new SplittableRandom(seed).longs(draws).toArray();
  }

  /**
   * Prepares draws of rows of both classes.
   *
   * @param customers one number per row, equal for rows of the same customer
   * @throws UnevaluableException if all rows are of one class
   */
  public static Bootstrap of(boolean[] churned, int[] customers, long seed) {
    if (churned.length != customers.length) {
      throw new IllegalArgumentException(
          churned.length + " labels, " + customers.length + " customers");
    }
    long churners = IntStream.range(0, churned.length).filter(row -> churned[row]).count();
    if (churners == 0 || churners == churned.length) {
      throw new UnevaluableException("rows of one class only have no intervals");
    }
    var numbers = new HashMap<Integer, Integer>();
    int[] dense =
        Arrays.stream(customers)
            .map(customer -> numbers.computeIfAbsent(customer, _ -> numbers.size()))
            .toArray();
    boolean[] everChurned = new boolean[numbers.size()];
    for (int row = 0; row < dense.length; row++) {
      everChurned[dense[row]] |= churned[row];
    }
    int[][] strata = {
      IntStream.range(0, everChurned.length).filter(customer -> everChurned[customer]).toArray(),
      IntStream.range(0, everChurned.length).filter(customer -> !everChurned[customer]).toArray()
    };
    return new Bootstrap(churned.clone(), dense, strata, seed);
  }

  /** How many times the rows are drawn. */
  public int draws() {
    return draws;
  }

  /** Intervals of the figures of probabilities, by the names of {@link Evaluation#metrics()}. */
  public Map<String, Interval> intervals(double[] scores, double threshold) {
    Map<String, ToDoubleFunction<DrawnFigures>> figures = new LinkedHashMap<>();
    figures.put("auc", DrawnFigures::auc);
    figures.put("averagePrecision", DrawnFigures::averagePrecision);
    figures.put("brier", DrawnFigures::brier);
    figures.put("logLoss", DrawnFigures::logLoss);
    figures.put("precision", DrawnFigures::precision);
    figures.put("recall", DrawnFigures::recall);
    figures.put("f1", DrawnFigures::f1);
    double[][] values = new double[figures.size()][draws];
    RankedScores ranked = RankedScores.of(scores, churned);
    for (int draw = 0; draw < draws; draw++) {
      DrawnFigures drawn = ranked.figures(times(draw), threshold);
      int figure = 0;
      for (ToDoubleFunction<DrawnFigures> value : figures.values()) {
        values[figure++][draw] = value.applyAsDouble(drawn);
      }
    }
    var intervals = new LinkedHashMap<String, Interval>();
    int figure = 0;
    for (String name : figures.keySet()) {
      intervals.put(name, interval(values[figure++]));
    }
    return intervals;
  }

  /** The interval of how much higher the AUC of some values is than that of others. */
  public Interval aucDifference(double[] values, double[] others) {
    return interval(aucDifferences(values, others));
  }

  /** The standard error of how much higher the AUC of some values is than that of others. */
  public double aucDifferenceError(double[] values, double[] others) {
    double[] drawn =
        Arrays.stream(aucDifferences(values, others)).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(drawn).average().orElse(Double.NaN);
    double squares = Arrays.stream(drawn).map(d -> (d - mean) * (d - mean)).sum();
    return drawn.length < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares / (drawn.length - 1));
  }

  private double[] aucDifferences(double[] values, double[] others) {
    RankedScores ranked = RankedScores.of(values, churned);
    RankedScores othersRanked = RankedScores.of(others, churned);
    double[] differences = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      int[] times = times(draw);
      differences[draw] = ranked.auc(times) - othersRanked.auc(times);
    }
    return differences;
  }

  /** How often each row is in a draw. */
  private int[] times(int draw) {
    RandomGenerator random = new SplittableRandom(seeds[draw]);
    int[] timesOfCustomer = new int[strata[0].length + strata[1].length];
    for (int[] stratum : strata) {
      for (int i = 0; i < stratum.length; i++) {
        timesOfCustomer[stratum[random.nextInt(stratum.length)]]++;
      }
    }
    int[] times = new int[customers.length];
    for (int row = 0; row < times.length; row++) {
      times[row] = timesOfCustomer[customers[row]];
    }
    return times;
  }

  /** A draw of one class only has no figures and is left out. */
  private static Interval interval(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      throw new UnevaluableException("no draw of the rows has both classes");
    }
    int below = (int) Math.floor(TAIL * sorted.length);
    return new Interval(sorted[below], sorted[sorted.length - 1 - below]);
  }
}
