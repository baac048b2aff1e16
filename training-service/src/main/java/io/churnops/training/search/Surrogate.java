package io.churnops.training.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;

/**
 * A guess at what untried points would reach: a regression forest over the trials so far, by
 * Tribuo, whose trees disagree where little is known; the point with the greatest expected
 * improvement is tried next (SMAC: Hutter, Hoos and Leyton-Brown 2011). Trials of part of the rows
 * or trees teach it too, by the logarithm of their fraction.
 */
final class Surrogate {

  private static final int TREES = 40;
  private static final int MAX_DEPTH = 12;
  private static final int FEWEST_OBSERVATIONS = 6;
  private static final int RANDOM_EVERY = 4;
  private static final int RANDOM_CANDIDATES = 400;
  private static final int NEIGHBOURHOODS = 5;
  private static final int NEIGHBOURS = 40;
  private static final double[] SPREADS = {0.05, 0.2};
  private static final String VALUE = "score";

  private final SearchSpace space;
  private final List<Observation> observations;
  private final WeightedEnsembleModel<Regressor> forest;
  private final String[] names;

  private Surrogate(
      SearchSpace space,
      List<Observation> observations,
      WeightedEnsembleModel<Regressor> forest,
      String[] names) {
    this.space = space;
    this.observations = observations;
    this.forest = forest;
    this.names = names;
  }

  /** Whether to ask it for a trial: not of the first ones, and not of every fourth after. */
  static boolean isDue(int number, SearchSpace space, List<Observation> observations) {
    int first = Math.max(FEWEST_OBSERVATIONS, 2 * space.ranges().size());
    return number >= first
        && observations.size() >= FEWEST_OBSERVATIONS
        && number % RANDOM_EVERY != 0;
  }

  static Surrogate of(SearchSpace space, List<Observation> observations, long seed) {
    String[] names = new String[space.ranges().size() + 1];
    for (int i = 0; i < names.length; i++) {
      names[i] = "x%03d".formatted(i);
    }
    var factory = new RegressionFactory();
    var dataset = new MutableDataset<>(new SimpleDataSourceProvenance("trials", factory), factory);
    for (Observation seen : observations) {
      dataset.add(
          example(
              names, space.places(seen.point()), StrictMath.log(seen.fraction()), seen.score()));
    }
    var tree =
        new CARTRegressionTrainer(
            MAX_DEPTH,
            1,
            0,
            0.7f,
            false,
            new org.tribuo.regression.rtree.impurity.MeanSquaredError(),
            seed);
    var trainer = new RandomForestTrainer<>(tree, new AveragingCombiner(), TREES, seed);
    if (trainer.train(dataset) instanceof WeightedEnsembleModel<Regressor> forest) {
      return new Surrogate(space, List.copyOf(observations), forest, names);
    }
    throw new IllegalStateException("Tribuo's forests are ensembles");
  }

  /** The untried point that is expected to improve most on the best so far. */
  SortedMap<String, Double> best(Set<SortedMap<String, Double>> tried, RandomGenerator random) {
    var candidates = new ArrayList<SortedMap<String, Double>>();
    for (int i = 0; i < RANDOM_CANDIDATES; i++) {
      candidates.add(space.random(random));
    }
    List<Observation> best =
        observations.stream()
            .sorted(
                Comparator.comparingDouble(Observation::fraction)
                    .thenComparingDouble(Observation::score)
                    .reversed())
            .limit(NEIGHBOURHOODS)
            .toList();
    for (Observation seen : best) {
      for (int i = 0; i < NEIGHBOURS; i++) {
        candidates.add(space.near(seen.point(), SPREADS[i % SPREADS.length], random));
      }
    }
    double incumbent = best.getFirst().score();
    SortedMap<String, Double> chosen = candidates.getFirst();
    double most = Double.NEGATIVE_INFINITY;
    for (SortedMap<String, Double> candidate : candidates) {
      double improvement = tried.contains(candidate) ? -1 : expected(candidate, incumbent);
      if (improvement > most) {
        most = improvement;
        chosen = candidate;
      }
    }
    return chosen;
  }

  private double expected(Map<String, Double> point, double incumbent) {
    Example<Regressor> example = example(names, space.places(point), 0, 0);
    double sum = 0;
    double squares = 0;
    for (Model<Regressor> tree : forest.getModels()) {
      double value = tree.predict(example).getOutput().getValues()[0];
      sum += value;
      squares += value * value;
    }
    double mean = sum / TREES;
    double deviation = Math.sqrt(Math.max(0, squares / TREES - mean * mean));
    return ExpectedImprovement.of(mean, deviation, incumbent);
  }

  /** Tribuo drops what is 0, so that places begin at 1. */
  private static Example<Regressor> example(
      String[] names, double[] places, double logFraction, double value) {
    double[] values = new double[names.length];
    for (int i = 0; i < places.length; i++) {
      values[i] = 1 + places[i];
    }
    values[places.length] = 1 - logFraction;
    return new ArrayExample<>(new Regressor(VALUE, value), names, values);
  }
}
