package io.churnops.simulator;

import java.util.List;

/**
 * One named stream of random numbers: SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014), started at a hash of the shop's seed and of what
 * the stream is for.
 *
 * <p>Every purpose of every customer and day has its own stream. So no draw depends on how many
 * came before it elsewhere: a drift that removes an order leaves the next visit as it was, and the
 * bytes do not depend on the machine, the JDK or the number of threads.
 */
final class Dice {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** What a stream is for; the salt keeps the streams of one customer and day apart. */
  enum Purpose {
    TRAITS(1),
    CHAIN(2),
    VISITS(3),
    ORDERS(4),
    VISIT(5),
    ORDER(6),
    CAMPAIGN(7),
    CARE(8),
    PROFILE(9),
    DELAY(10),
    CATALOGUE(11),
    SHOP(12);

    private final long salt;

    Purpose(long salt) {
      this.salt = salt;
    }
  }

  static Dice of(long seed, Purpose purpose, long... path) {
    long hash = mix(seed + GOLDEN_GAMMA) ^ mix(purpose.salt * GOLDEN_GAMMA);
    for (long step : path) {
      hash = mix((hash ^ step) + GOLDEN_GAMMA);
    }
    return new Dice(hash);
  }

  /** The bare generator, for comparison with its published sequence. */
  static Dice startingAt(long state) {
    return new Dice(state);
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Uniform among the whole numbers from low to high, both included. */
  int between(int low, int high) {
    return low + (int) (uniform() * (high - low + 1));
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(between(0, choices.size() - 1));
  }

  /** An index drawn in proportion to the weights. */
  int weighted(double... weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double left = uniform() * total;
    int last = weights.length - 1;
    for (int i = 0; i < last; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return last;
  }

  /** Poisson by inversion of one uniform, so that a larger mean never gives a smaller count. */
  int poisson(double mean) {
    double u = uniform();
    double term = StrictMath.exp(-mean);
    double cumulative = term;
    int count = 0;
    while (u >= cumulative && count < 1_000) {
      count++;
      term *= mean / count;
      cumulative += term;
    }
    return count;
  }

  /** Log-normal with the given median and standard deviation of the logarithm. */
  double logNormal(double median, double sigma) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    double normal = radius * StrictMath.cos(2 * StrictMath.PI * uniform());
    return median * StrictMath.exp(sigma * normal);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
