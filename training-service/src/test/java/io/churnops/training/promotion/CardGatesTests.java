package io.churnops.training.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.CalibrationBin;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.training.evaluation.ColumnStrength;
import io.churnops.training.evaluation.SegmentMetrics;
import io.churnops.training.registry.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CardGatesTests {

  private static final int ROWS = 2_000;
  private static final GateSettings DEFAULTS =
      new GateSettings(true, 0, 0, 0.1, 0.95, 0.1, Duration.ofMillis(1), List.of());

  private final SplittableRandom random = new SplittableRandom(5);
  private final double[] scores = random.doubles(ROWS).toArray();
  private final boolean[] churned = drawn(scores);

  @Test
  void passesAModelWhoseProbabilitiesAreRight() {
    assertThat(gates(scores)).allMatch(Gate::passed);
  }

  @Test
  void refusesProbabilitiesThatAreTooHigh() {
    double[] high = IntStream.range(0, ROWS).mapToDouble(i -> Math.sqrt(scores[i])).toArray();

    Gate gate = gate("calibration", gates(high));
    assertThat(gate.passed()).isFalse();
    assertThat(gate.measured()).isCloseTo(1 / 6.0, within(0.02));
  }

  @Test
  void refusesDecisionsThatAreNoBetterThanChance() {
    double[] reversed = IntStream.range(0, ROWS).mapToDouble(i -> 1 - scores[i]).toArray();

    Gate gate = gate("precision", gates(reversed));
    assertThat(gate.passed()).isFalse();
    assertThat(gate.limit()).isCloseTo(0.5, within(0.03));
  }

  @Test
  void refusesARecallBelowTheOneAskedFor() {
    var strict = new GateSettings(true, 0, 0.9, 0.1, 0.95, 0.1, Duration.ofMillis(1), List.of());

    List<Gate> gates =
        new CardGates(strict).of(Evaluation.of(scores, churned, 0.5), List.of(), List.of());
    assertThat(gate("recall", gates).passed()).isFalse();
    assertThat(gate("recall", gates).measured()).isCloseTo(0.75, within(0.03));
  }

  @Test
  void refusesAColumnThatKnowsTheLabel() {
    List<Gate> gates =
        gates(
            scores, List.of(new ColumnStrength("recency", 0.7), new ColumnStrength("gone", 0.96)));

    assertThat(gate("leak", gates).passed()).isFalse();
    assertThat(gate("leak", gates).reason()).contains("gone");
  }

  @Test
  void refusesASegmentInWhichTheScoreKnowsNothingAndForgivesASmallOneItsChance() {
    double[] blindAbroad = scores.clone();
    List<String> country = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      country.add(row < ROWS / 4 ? "FR" : "DE");
      if (row < ROWS / 4) {
        blindAbroad[row] = random.nextDouble();
      }
    }
    List<SegmentMetrics> segments =
        SegmentMetrics.of("country", country, blindAbroad, churned, 0.5);

    Gate gate = gate("segments", gates(blindAbroad, List.of(), segments));
    assertThat(gate.passed()).isFalse();
    assertThat(gate.reason()).contains("country FR");

    List<String> few = new ArrayList<>(country);
    for (int row = 60; row < ROWS; row++) {
      few.set(row, "DE");
    }
    assertThat(
            gate(
                    "segments",
                    gates(
                        scores, List.of(), SegmentMetrics.of("country", few, scores, churned, 0.5)))
                .passed())
        .isTrue();
  }

  @Test
  void forgivesSegmentsThatARankingKnowsApartThatItRanksLessInside() {
    List<String> plan = new ArrayList<>();
    double[] byPlan = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      boolean monthly = row % 4 == 0;
      plan.add(monthly ? "monthly" : "yearly");
      byPlan[row] = (monthly ? 0.7 : 0) + 0.15 * random.nextDouble();
    }
    boolean[] left = drawn(byPlan);
    Evaluation evaluation = Evaluation.of(byPlan, left, 0.5);
    List<SegmentMetrics> segments = SegmentMetrics.of("plan", plan, byPlan, left, 0.5);

    assertThat(segments)
        .allSatisfy(segment ->
            assertThat(Objects.requireNonNull(segment.aucInterval()).high())
                .isLessThan(evaluation.auc() - 0.1));
    assertThat(gate("segments", new CardGates(DEFAULTS).of(evaluation, List.of(), segments)))
        .satisfies(gate -> assertThat(gate.passed()).as(gate.reason()).isTrue());
  }

  @Test
  void knowsTheErrorThatChanceAloneMakes() {
    double sum = 0;
    int draws = 200;
    List<CalibrationBin> bins = List.of();
    for (int draw = 0; draw < draws; draw++) {
      bins = BinaryMetrics.calibration(scores, drawn(scores));
      sum += BinaryMetrics.calibrationError(bins);
    }

    assertThat(CardGates.errorByChance(bins)).isCloseTo(sum / draws, within(0.002));
  }

  private boolean[] drawn(double[] probabilities) {
    boolean[] outcomes = new boolean[probabilities.length];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = random.nextDouble() < probabilities[i];
    }
    return outcomes;
  }

  private List<Gate> gates(double[] some) {
    return gates(some, List.of());
  }

  private List<Gate> gates(double[] some, List<ColumnStrength> columns) {
    return gates(some, columns, List.of());
  }

  private List<Gate> gates(
      double[] some, List<ColumnStrength> columns, List<SegmentMetrics> segments) {
    return new CardGates(DEFAULTS).of(Evaluation.of(some, churned, 0.5), columns, segments);
  }

  private static Gate gate(String name, List<Gate> gates) {
    return gates.stream().filter(gate -> gate.gate().equals(name)).findFirst().orElseThrow();
  }
}
