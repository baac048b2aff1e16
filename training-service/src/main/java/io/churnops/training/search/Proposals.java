package io.churnops.training.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;

/**
 * What to try next: a function of the space, the seed, the number of the trial and what the trials
 * before have reached, so that a search that is begun again asks for the same points.
 */
public final class Proposals {

  /** The seeds of neighbouring trials are far apart. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final int MOST_DRAWS = 100;

  private final SearchSpace space;
  private final SearchMethod method;
  private final long seed;

  public Proposals(SearchSpace space, SearchMethod method, long seed) {
    this.space = space;
    this.method = method;
    this.seed = seed;
  }

  /**
   * The next points, none of them tried before; fewer, or none, where the space is exhausted.
   *
   * @param tried the points so far, in the order of their trials
   */
  public List<SortedMap<String, Double>> next(
      int count, List<? extends SortedMap<String, Double>> tried, List<Observation> observations) {
    if (method == SearchMethod.GRID) {
      return space.grid().stream().skip(tried.size()).limit(count).toList();
    }
    Set<SortedMap<String, Double>> known = new HashSet<>(tried);
    var points = new ArrayList<SortedMap<String, Double>>();
    for (int i = 0; i < count; i++) {
      int number = tried.size() + i;
      var random = new SplittableRandom(seed + GOLDEN * (number + 1));
      SortedMap<String, Double> point =
          method == SearchMethod.BAYESIAN && Surrogate.isDue(number, space, observations)
              ? Surrogate.of(space, observations, random.nextLong()).best(known, random)
              : space.random(random);
      for (int draw = 0; known.contains(point) && draw < MOST_DRAWS; draw++) {
        point = space.random(random);
      }
      if (!known.add(point)) {
        break;
      }
      points.add(point);
    }
    return points;
  }
}
