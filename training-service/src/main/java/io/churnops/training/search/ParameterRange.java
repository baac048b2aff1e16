package io.churnops.training.search;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The values that a search may give a parameter: those listed, or all from one to another, evenly
 * or, on a logarithmic scale, by ratio.
 *
 * @param values to choose from; empty where there are ends
 * @param logarithmic only above 0
 * @param steps how many values of it a grid has
 * @param whole whether only whole numbers are meant
 */
public record ParameterRange(
    String name,
    List<Double> values,
    double from,
    double to,
    boolean logarithmic,
    int steps,
    boolean whole) {

  public ParameterRange {
    values = values.stream().distinct().sorted().toList();
    if (values.isEmpty() && !(from <= to && (!logarithmic || from > 0))) {
      throw new IllegalArgumentException(name + " has no values from " + from + " to " + to);
    }
  }

  /** The value at a place from 0 to 1 of the range. */
  double at(double place) {
    if (!values.isEmpty()) {
      return values.get((int) Math.min(values.size() - 1.0, place * values.size()));
    }
    double value =
        logarithmic
            ? from * StrictMath.exp(place * StrictMath.log(to / from))
            : from + place * (to - from);
    return Math.clamp(whole ? Math.rint(value) : value, from, to);
  }

  /** The place of a value, 0 to 1: what a surrogate learns from. */
  double placeOf(double value) {
    if (!values.isEmpty()) {
      int index = Math.max(0, values.indexOf(value));
      return (index + 0.5) / values.size();
    }
    if (from == to) {
      return 0;
    }
    double place =
        logarithmic
            ? StrictMath.log(value / from) / StrictMath.log(to / from)
            : (value - from) / (to - from);
    return Math.clamp(place, 0, 1);
  }

  boolean contains(double value) {
    return values.isEmpty() ? value >= from && value <= to : values.contains(value);
  }

  /** The values of a grid, each once. */
  public List<Double> grid() {
    if (!values.isEmpty()) {
      return values;
    }
    DoubleStream places =
        steps == 1
            ? DoubleStream.of(0.5)
            : IntStream.range(0, steps).mapToDouble(step -> step / (steps - 1.0));
    return Arrays.stream(places.map(this::at).toArray()).distinct().boxed().toList();
  }
}
