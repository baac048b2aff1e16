package io.churnops.training.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProposalsTests {

  private static final ParameterRange DEPTH = range("maxDepth", 2, 12, false, true);
  private static final ParameterRange RATE = range("learningRate", 0.001, 1, true, false);
  private static final ParameterRange TREES =
      new ParameterRange("trees", List.of(50.0, 200.0, 100.0), 0, 0, false, 5, true);
  private static final SearchSpace SPACE = new SearchSpace(List.of(RATE, TREES, DEPTH));

  @Test
  void drawsEveryKindOfRangeAsDeclared() {
    List<SortedMap<String, Double>> points = random(SearchMethod.RANDOM, 7, 600);

    assertThat(points).allSatisfy(point -> assertThat(SPACE.contains(point)).isTrue());
    assertThat(points)
        .extracting(point -> point.get("maxDepth"))
        .containsOnly(2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0);
    assertThat(points).extracting(point -> point.get("trees")).containsOnly(50.0, 100.0, 200.0);
    double small =
        points.stream().filter(point -> point.getOrDefault("learningRate", 1.0) < 0.0316).count();
    assertThat(small / points.size())
        .as("half of a logarithmic range is below its geometric middle")
        .isCloseTo(0.5, within(0.08));
  }

  @Test
  void takesEveryPointOfAGridOnce() {
    var grid = new Proposals(SPACE, SearchMethod.GRID, 1);
    List<SortedMap<String, Double>> all = grid.next(1_000, List.of(), List.of());

    assertThat(all).hasSize(3 * 5 * 5).doesNotHaveDuplicates();
    assertThat((long) all.size()).isEqualTo(SPACE.gridSize());
    assertThat(all)
        .extracting(point -> point.get("maxDepth"))
        .containsOnly(2.0, 4.0, 7.0, 10.0, 12.0);
    assertThat(grid.next(10, all.subList(0, 70), List.of())).isEqualTo(all.subList(70, 75));
    assertThat(grid.next(10, all, List.of())).isEmpty();
  }

  @Test
  void endsWhereTheSpaceIsExhausted() {
    var tiny = new SearchSpace(List.of(TREES));
    var proposals = new Proposals(tiny, SearchMethod.RANDOM, 3);

    assertThat(proposals.next(10, List.of(), List.of())).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void asksForTheSamePointsAgain() {
    for (SearchMethod method : SearchMethod.values()) {
      assertThat(play(method, 5, 20)).as(method.name()).isEqualTo(play(method, 5, 20));
    }
    assertThat(play(SearchMethod.BAYESIAN, 6, 20)).isNotEqualTo(play(SearchMethod.BAYESIAN, 5, 20));
  }

  @Test
  void findsMoreByTheSurrogateThanByChance() {
    double guided =
        LongStream.range(0, 10)
            .mapToDouble(seed -> best(play(SearchMethod.BAYESIAN, seed, 40)))
            .sum();
    double drawn =
        LongStream.range(0, 10)
            .mapToDouble(seed -> best(play(SearchMethod.RANDOM, seed, 40)))
            .sum();

    assertThat(guided).as("over seeds 0 to 9").isGreaterThan(drawn + 0.1);
  }

  @Test
  void knowsWhatImprovementToExpect() {
    assertThat(ExpectedImprovement.of(1, 0, 0.4)).isEqualTo(0.6);
    assertThat(ExpectedImprovement.of(0, 0, 0.4)).isZero();
    // scipy: 0.2 * norm.cdf(0.4) + 0.5 * norm.pdf(0.4); norm.pdf(0) for the second
    assertThat(ExpectedImprovement.of(1.2, 0.5, 1)).isCloseTo(0.3152194, within(1e-6));
    assertThat(ExpectedImprovement.of(0, 1, 0)).isCloseTo(0.3989423, within(1e-6));
  }

  @Test
  void halvesToTheWhole() {
    var halving = new Halving(3, 3);

    assertThat(halving.fractions()).containsExactly(1 / 9.0, 1 / 3.0, 1.0);
    assertThat(halving.bracket()).isEqualTo(9);
    assertThat(halving.survivors(9)).isEqualTo(3);
    assertThat(halving.survivors(4)).isEqualTo(2);
    assertThat(halving.survivors(1)).isEqualTo(1);
    assertThat(Halving.NONE.fractions()).containsExactly(1.0);
  }

  @Test
  void refusesRangesWithoutValues() {
    assertThatThrownBy(() -> range("x", 2, 1, false, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> range("x", 0, 1, true, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> range("x", Double.NaN, 1, false, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<SortedMap<String, Double>> random(SearchMethod method, long seed, int count) {
    var points = new ArrayList<SortedMap<String, Double>>();
    for (int i = 0; i < count; i++) {
      // None counts as tried, so that few distinct points do not end it.
      points.addAll(new Proposals(SPACE, method, seed + i).next(1, List.of(), List.of()));
    }
    return points;
  }

  /** A search of a known surface, one trial at a time. */
  private static List<SortedMap<String, Double>> play(SearchMethod method, long seed, int trials) {
    var proposals = new Proposals(SPACE, method, seed);
    var tried = new ArrayList<SortedMap<String, Double>>();
    var seen = new ArrayList<Observation>();
    for (int i = 0; i < trials; i++) {
      List<SortedMap<String, Double>> next = proposals.next(1, tried, seen);
      next.forEach(point -> seen.add(new Observation(point, 1, height(point))));
      tried.addAll(next);
    }
    return tried;
  }

  private static double best(List<? extends Map<String, Double>> points) {
    return points.stream().mapToDouble(ProposalsTests::height).max().orElseThrow();
  }

  /** A narrow hill at depth 9 and a rate of 0.05, a little higher with 200 trees. */
  private static double height(Map<String, Double> point) {
    double depth = (point.getOrDefault("maxDepth", 0.0) - 9) / 2;
    double rate = Math.log(point.getOrDefault("learningRate", 1.0) / 0.05);
    double trees = point.getOrDefault("trees", 0.0) / 2_000;
    return Math.exp(-depth * depth - rate * rate) + trees;
  }

  private static ParameterRange range(
      String name, double from, double to, boolean logarithmic, boolean whole) {
    return new ParameterRange(name, List.of(), from, to, logarithmic, 5, whole);
  }
}
