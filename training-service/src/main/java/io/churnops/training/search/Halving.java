package io.churnops.training.search;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Successive halving (Jamieson and Talwalkar 2016): all of a batch are tried with a part of the
 * rows or trees, the best of them with more, until few have all.
 *
 * @param factor one of so many goes on, with so many times as much
 * @param rungs how often, the full one included; 1 for no halving
 */
public record Halving(int factor, int rungs) {

  /** No halving: every trial has all. */
  public static final Halving NONE = new Halving(2, 1);

  public Halving {
    if (factor < 2 || rungs < 1) {
      throw new IllegalArgumentException("halving by " + factor + " in " + rungs + " rungs");
    }
  }

  /** What part of the whole each rung is given, rising to 1. */
  public List<Double> fractions() {
    return IntStream.range(0, rungs)
        .mapToObj(rung -> StrictMath.pow(factor, -(rungs - 1.0 - rung)))
        .toList();
  }

  /** How many of those on a rung go on to the next. */
  public int survivors(int trials) {
    return Math.max(1, Math.ceilDiv(trials, factor));
  }

  /** So many begin that one reaches the last rung. */
  public int bracket() {
    return (int) StrictMath.pow(factor, rungs - 1.0);
  }
}
