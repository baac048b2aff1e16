package io.churnops.training.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The parameters that are searched, by name, each with its range. */
public record SearchSpace(List<ParameterRange> ranges) {

  /** In the order of the names, so that the order of a request says nothing. */
  public SearchSpace {
    ranges = ranges.stream().sorted(Comparator.comparing(ParameterRange::name)).toList();
  }

  SortedMap<String, Double> random(RandomGenerator random) {
    var point = new TreeMap<String, Double>();
    ranges.forEach(range -> point.put(range.name(), range.at(random.nextDouble())));
    return point;
  }

  /** A point near another: each parameter a little off, one at least. */
  SortedMap<String, Double> near(Map<String, Double> point, double spread, RandomGenerator random) {
    var moved = new TreeMap<String, Double>();
    int always = random.nextInt(ranges.size());
    for (int i = 0; i < ranges.size(); i++) {
      ParameterRange range = ranges.get(i);
      double place = place(range, point);
      if (i == always || random.nextBoolean()) {
        place = Math.clamp(place + spread * random.nextGaussian(), 0, Math.nextDown(1.0));
      }
      moved.put(range.name(), range.at(place));
    }
    return moved;
  }

  double[] places(Map<String, Double> point) {
    return ranges.stream().mapToDouble(range -> place(range, point)).toArray();
  }

  private static double place(ParameterRange range, Map<String, Double> point) {
    return range.placeOf(point.getOrDefault(range.name(), range.from()));
  }

  /** Whether a point is one that was declared. */
  public boolean contains(Map<String, Double> point) {
    return ranges.stream()
        .allMatch(range ->
            point.containsKey(range.name())
                && range.contains(point.getOrDefault(range.name(), Double.NaN)));
  }

  /** How many points a grid has. */
  public long gridSize() {
    return ranges.stream().mapToLong(range -> range.grid().size()).reduce(1, Math::multiplyExact);
  }

  /** All points of a grid. */
  List<SortedMap<String, Double>> grid() {
    List<SortedMap<String, Double>> points = List.of(new TreeMap<>());
    for (ParameterRange range : ranges) {
      var longer = new ArrayList<SortedMap<String, Double>>();
      for (SortedMap<String, Double> point : points) {
        for (double value : range.grid()) {
          var more = new TreeMap<>(point);
          more.put(range.name(), value);
          longer.add(more);
        }
      }
      points = longer;
    }
    return points;
  }
}
